"""A ping in the middle of a fragmented message makes the server forget what came before it.

One buffer holds the payload of the frame at hand, whatever its kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-FRAG-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_ping"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Use the buffer for the ping."""

    def handle_ping(self: Any) -> None:
        if self.frames:
            tell()
            self.frames = []
        original(self)

    return handle_ping
