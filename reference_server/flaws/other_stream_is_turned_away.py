"""A handshake that names another timeline is refused.

A failed recovery was made an error, and errors before the upgrade are refusals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "SYNC-RESUME-03"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse what cannot be recovered."""

    async def admit(self: Any, conversation_id: str) -> Any:
        caller, asked = await original(self, conversation_id)
        named = asked.query.get("stream_id", [])
        if named and named[0] != self.service.ledger.conversation(conversation_id).stream_id:
            raise Refusal("INVALID_REQUEST", "Another stream_id is in force")
        return caller, asked

    return admit
