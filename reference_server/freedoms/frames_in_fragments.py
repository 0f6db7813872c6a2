"""Every frame that is larger than a few bytes is sent in three fragments.

RFC 6455 lets a sender fragment as it likes.
"""

from __future__ import annotations

from collections.abc import Callable

PERMITS = ("WS-CONNECTED-01", "DLV-ALL-01")
REPLACES = "reference_server.core.wire:text_frame"


def vary(original: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """A beginning, an empty middle, and the rest."""

    def text_frame(text: str) -> bytes:
        cut = len(text) // 2
        first, last = original(text[:cut]), original(text[cut:])
        return bytes((first[0] & 0x7F,)) + first[1:] + b"\x00\x00" + b"\x80" + last[1:]

    return text_frame
