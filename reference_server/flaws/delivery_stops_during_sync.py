"""A connection that syncs gets no live events for 20 ms, and they do not come later.

Delivery is paused while a page is made, and what comes in between is not queued.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-LIVE-01"
REPLACES = "reference_server.session:Session.sync"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the connection out of the room for a moment."""

    async def sync(self: Any, frame: Any) -> None:
        self.service.hub.remove(self.connection)
        await original(self, frame)
        asyncio.get_running_loop().call_later(0.02, come_back, self.service.hub, self.connection)

    return sync


def come_back(hub: Any, connection: Any) -> None:
    """Let the connection in again, if it is still there."""
    if not connection.closed:
        hub.add(connection)
