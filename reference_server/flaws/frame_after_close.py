"""A frame is sent after the close frame.

The fan-out still holds the connection while it closes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CLOSE-02"
REPLACES = "reference_server.server:ChatWebSocketProtocol.hang_up"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say one thing more."""

    def hang_up(self: Any, code: int, reason: str) -> None:
        was_open = self.is_open()
        original(self, code, reason)
        if was_open:
            self.transport.write(wire.text_frame(wire.encode({"type": "x_late"})))

    return hang_up
