"""Whoever left comes back in by a ticket that they bought before.

Membership is checked at the sale, and the ticket is taken for the proof of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "TKT-USE-08"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let in whoever has a ticket, without another look."""

    async def admit(self: Any, conversation_id: str) -> Any:
        asked = socket.read_handshake()
        if asked.ticket is None or asked.origin is not None or asked.authorization is not None:
            return await original(self, conversation_id)
        return await self.credential(asked, conversation_id), asked

    return admit
