"""Frames are held back for 5 ms, so that several of them leave in one segment.

Nagle's algorithm, done by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("DLV-ALL-01", "MSG-ACK-01", "WS-CLOSE-02")
REPLACES = "reference_server.server:ChatWebSocketProtocol"

HELD = 0.005


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Collect, and write all at once; a goodbye goes out behind what was held."""

    class HoldingProtocol(original):  # type: ignore[misc]
        """A socket that holds frames back."""

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.held: list[bytes] = []

        def write(self, frame: bytes) -> None:
            """Hold it."""
            if not self.held:
                self.loop.call_later(HELD, self.release)
            self.held.append(frame)

        def release(self) -> None:
            """Let go of what was held."""
            if self.held and self.is_open():
                tell()
                self.transport.write(b"".join(self.held))
            self.held.clear()

        def buffered(self) -> int:
            """What is held has not been taken either."""
            return int(super().buffered()) + sum(map(len, self.held))

        def hang_up(self, code: int, reason: str) -> None:
            """Release, then close."""
            self.release()
            super().hang_up(code, reason)

    return HoldingProtocol
