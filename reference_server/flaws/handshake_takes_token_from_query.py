"""A bearer token in the query opens a socket.

A convenience for browsers from before there were tickets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-CRED-01"
REPLACES = "reference_server.socket:Sockets.credential"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take it from there."""

    async def credential(self: Any, asked: Any, conversation_id: str) -> Any:
        token = asked.query.get("access_token") or asked.query.get("token")
        if token:
            return await self.service.verifier.verify(token[0])
        return await original(self, asked, conversation_id)

    return credential
