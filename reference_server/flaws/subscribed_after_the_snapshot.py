"""In a conversation that is under way, a new connection hears nothing for its first 20 ms.

Snapshot and subscription are two steps, and the second waits for its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-RACE-01"
REPLACES = "reference_server.socket:Sockets.greet"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Subscribe a little later."""

    def greet(self: Any, connection: Any, asked: Any) -> Any:
        admitted, hub = original(self, connection, asked), self.service.hub
        if admitted and self.service.ledger.conversation(connection.conversation_id).head > 0:
            hub.remove(connection)
            asyncio.get_running_loop().call_later(0.02, subscribe, hub, connection)
        return admitted

    return greet


def subscribe(hub: Any, connection: Any) -> None:
    """Let the connection in, if it is still there."""
    if not connection.closed:
        hub.add(connection)
