"""A handshake without a credential is let in, to be closed with 4401 a moment later.

The socket was made to authenticate by its first frame, so the door had to be open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import websocket

from reference_server import asgi_websocket, socket
from reference_server.core import errors

BREAKS = "AUTH-NONE-02"
REPLACES = "reference_server.socket:Sockets.connect"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Accept first, and ask then."""

    async def connect(self: Any, conversation_id: str) -> Any:
        asked = socket.read_handshake()
        if asked.authorization is not None or asked.ticket is not None:
            return await original(self, conversation_id)
        await websocket.accept()
        asgi_websocket.outlet_of(websocket.scope).hang_up(errors.CLOSES["expired"], "no token")
        return None

    return connect
