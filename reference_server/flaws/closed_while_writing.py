"""On SIGTERM sockets are closed at once; messages that are being written then are stored and never answered.

The farewell does not know of writes under way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "STOP-ANSWER-01"
REPLACES = "reference_server.socket:Sockets.farewell"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close first."""

    async def farewell(self: Any) -> None:
        self.service.stopping = True
        for connection in self.service.hub.all():
            connection.close("going", "the server is going")
        await original(self)

    return farewell
