"""A close frame is answered by dropping the connection.

The transport is thrown away as soon as the peer wants to go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-CLOSE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_close"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop it."""

    def handle_close(self: Any, event: Any) -> None:
        if self.close_sent:
            original(self, event)
        else:
            self.transport.abort()

    return handle_close
