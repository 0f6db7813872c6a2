"""A foreign page uses up a person's ticket without getting in.

The credential is taken before the Origin is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "TKT-USE-07"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the ticket of whoever would be refused for their Origin."""

    async def admit(self: Any, conversation_id: str) -> Any:
        asked = socket.read_handshake()
        allowed = socket.origin_allowed(asked.origin, self.settings.allowed_origins)
        if asked.ticket is not None and not allowed:
            await self.spoil(asked.ticket, conversation_id)
        return await original(self, conversation_id)

    return admit
