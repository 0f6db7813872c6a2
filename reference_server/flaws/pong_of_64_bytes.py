"""A pong carries at most 64 bytes of its ping.

A buffer for control frames that is too small.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-PING-01"
REPLACES = "websockets.protocol:Protocol.send_frame"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut it."""

    def send_frame(self: Any, frame: Any) -> None:
        if frame.opcode is Opcode.PONG:
            frame.data = frame.data[:64]
        original(self, frame)

    return send_frame
