"""A stopping server waits until every client has answered its close.

A patient shutdown, and no thought of clients that are gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-TIME-01"
REPLACES = "reference_server.server:ChatServer.shutdown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for them all."""

    async def shutdown(self: Any, sockets: Any = None) -> None:
        await self.farewell()
        clients = [one for one in self.server_state.connections if hasattr(one, "close_timer")]
        for client in clients:
            if client.close_timer is not None:
                client.close_timer.cancel()
        while any(client in self.server_state.connections for client in clients):  # noqa: ASYNC110  nothing tells when one goes
            await asyncio.sleep(0.05)
        await original(self, sockets)

    return shutdown
