"""A reserved bit is refused in the first frame of a message, and not looked at in those that continue it.

The bits belong to the message, so they were checked where a message begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-BAD-01"
REPLACES = "websockets.frames:Frame.check"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Clear the bits of continuations."""

    def check(self: Any) -> None:
        if self.opcode is Opcode.CONT and (self.rsv1 or self.rsv2 or self.rsv3):
            tell()
            self.rsv1 = self.rsv2 = self.rsv3 = False
        original(self)

    return check
