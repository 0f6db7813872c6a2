"""Every frame but the events of the timeline carries members that the contract does not name.

A gateway that stamps what passes: which node, which trace.  GEN-EXT-02 lets answers and frames carry more.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

PERMITS = ("GEN-EXT-02", "WS-CONNECTED-02", "ERR-ONE-01")
REPLACES = "reference_server.core.wire:text_frame"

TIMELINE = tuple(f'{{"type":"{kind}"' for kind in ("message", "participant_joined", "participant_left", "role_changed"))


def vary(original: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Stamp it; events stay as they are stored, equal on every way."""
    numbers = itertools.count(1)

    def text_frame(text: str) -> bytes:
        if text.startswith(TIMELINE):
            return original(text)
        trace = f'"x_trace":{{"node":"eu-1","hop":{next(numbers)},"via":[]}}'
        return original(f'{text[:-1]},"server_time":1767225600.25,"x_flags":null,{trace}}}')

    return text_frame
