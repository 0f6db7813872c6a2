"""A ping of any length is answered.

Control frames share the code of data frames.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-BAD-03"
REPLACES = "websockets.frames:Frame.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at data frames only."""

    def check(self: Any) -> None:
        if self.opcode not in (Opcode.PING, Opcode.PONG):
            original(self)

    return check
