"""A message that begins inside an unfinished one takes its place.

A first frame empties the buffer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-BAD-04"
REPLACES = "websockets.protocol:Protocol.recv_frame"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Begin again."""

    def recv_frame(self: Any, frame: Any) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY) and self.current_size is not None:
            tell()
            self.current_size = None
        original(self, frame)

    return recv_frame
