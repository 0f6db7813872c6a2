"""Frames are written in ASCII: whatever lies beyond is escaped.

The same JSON values, as many serialisers write them.
"""

from __future__ import annotations

import json
from collections.abc import Callable

PERMITS = ("CONT-EXACT-01", "CONT-ASTRAL-01", "ORD-SAME-01")
REPLACES = "reference_server.core.wire:text_frame"

LARGE = 900_000
"""A page may take 1 MiB as it is sent (SYNC-SIZE-02): what is near that stays as it is."""


def vary(original: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """Escape, the solidus too."""

    def text_frame(text: str) -> bytes:
        anew = json.dumps(json.loads(text)).replace("/", "\\/")
        return original(anew if len(anew) < LARGE else text)

    return text_frame
