"""A refused handshake has a status and no body.

The socket library writes a minimal response of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import Response

BREAKS = "ERR-SHAKE-01"
REPLACES = "reference_server.socket:Sockets.connect"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say no more than a number."""

    async def connect(self: Any, conversation_id: str) -> Any:
        response = await original(self, conversation_id)
        return response and Response("", response.status_code)

    return connect
