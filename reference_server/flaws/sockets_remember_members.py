"""Who left a conversation opens a socket to it again.

The socket keeps a list of the people whom it once let in, to save a look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "ISO-FORMER-02"
REPLACES = "reference_server.socket:Sockets.admit"


ADMITTED: set[tuple[str, str]] = set()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask once for each person."""

    async def admit(self: Any, conversation_id: str) -> Any:
        asked = socket.read_handshake()
        if asked.authorization is not None and asked.ticket is None and asked.origin is None:
            caller = await self.credential(asked, conversation_id)
            if (conversation_id, caller.participant_id) in ADMITTED:
                return caller, asked
        caller, asked = await original(self, conversation_id)
        ADMITTED.add((conversation_id, caller.participant_id))
        return caller, asked

    return admit
