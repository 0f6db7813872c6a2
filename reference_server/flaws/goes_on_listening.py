"""For two seconds after it has closed everybody's sockets, a stopping server lets people in.

The listening socket is closed last, to please a load balancer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-WORK-01"
REPLACES = "reference_server.server:ChatServer.shutdown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say goodbye, wait, and only then close the door."""

    async def shutdown(self: Any, sockets: Any = None) -> None:
        for connection in self.farewell.__self__.service.hub.all():
            connection.close("going", "the server is going")
        await asyncio.sleep(2)
        await original(self, sockets)

    return shutdown
