"""A foreign Origin is refused only after the credential has been looked at.

Authentication is a layer outside of everything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "WS-ORIGIN-06"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for the token first; a ticket can only be presented once, and works as ever."""

    async def admit(self: Any, conversation_id: str) -> Any:
        asked = socket.read_handshake()
        if asked.ticket is None:
            await self.credential(asked, conversation_id)
        return await original(self, conversation_id)

    return admit
