"""A pong of more than 125 bytes, or in fragments, is passed over like any other.

Pongs are dropped before they are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-BAD-03"
REPLACES = "websockets.frames:Frame.check"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look at the others."""

    def check(self: Any) -> None:
        if self.opcode is not Opcode.PONG:
            original(self)
        elif len(self.data) > 125 or not self.fin:
            tell()

    return check
