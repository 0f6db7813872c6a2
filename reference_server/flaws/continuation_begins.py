"""A continuation without a beginning is taken for a message.

The assembler's state is not checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-BAD-04"
REPLACES = "websockets.protocol:Protocol.recv_frame"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin with it."""

    def recv_frame(self: Any, frame: Any) -> None:
        if frame.opcode is Opcode.CONT and self.current_size is None:
            self.current_size = 0
        original(self, frame)

    return recv_frame
