"""A resumed connection hears nothing for 20 ms after its page was made.

The page is read first, and the subscription follows in a step of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-RESUME-02"
REPLACES = "reference_server.socket:Sockets.greet"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Subscribe a resumed connection a little later."""

    def greet(self: Any, connection: Any, asked: Any) -> Any:
        admitted, hub = original(self, connection, asked), self.service.hub
        if admitted and "after" in asked.query:
            hub.remove(connection)
            asyncio.get_running_loop().call_later(0.02, subscribe, hub, connection)
        return admitted

    return greet


def subscribe(hub: Any, connection: Any) -> None:
    """Let the connection in, if it is still there."""
    if not connection.closed:
        hub.add(connection)
