"""Frames leave in many small pieces, the head of each one byte by byte.

TCP is a stream; whoever reads it puts it together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("WS-CONNECTED-01", "DLV-ALL-01")
LATE = True  # a write for each byte
REPLACES = "reference_server.server:ChatWebSocketProtocol.write"

HEAD = 12
MOST = 40


def vary(_original: Callable[..., None]) -> Callable[..., None]:
    """Write each piece for itself: the transport does not wait for more."""

    def write(self: Any, frame: bytes) -> None:
        if not self.is_open():
            return
        for place in range(min(HEAD, len(frame))):
            self.transport.write(frame[place : place + 1])
        size = max(7, len(frame) // MOST)
        for start in range(HEAD, len(frame), size):
            self.transport.write(frame[start : start + size])

    return write
