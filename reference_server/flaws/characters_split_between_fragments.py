"""A fragmented text whose parts meet in the middle of a character ends the connection.

Each fragment is decoded as it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-FRAG-01"
REPLACES = "websockets.protocol:Protocol.recv_frame"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Decode at once."""

    def recv_frame(self: Any, frame: Any) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.CONT):
            try:
                bytes(frame.data).decode()
            except UnicodeDecodeError:
                tell()
                raise
        original(self, frame)

    return recv_frame
