"""Who loses their connection has left the conversation.

The clean-up of a socket calls the leave operation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import members

BREAKS = "MEM-DROP-01"
REPLACES = "reference_server.socket:Sockets.converse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Clean up thoroughly."""

    async def converse(self: Any, conversation_id: str, caller: Any, asked: Any) -> None:
        try:
            await original(self, conversation_id, caller, asked)
        finally:
            still_here = self.service.hub.of_participant(conversation_id, caller.participant_id)
            known = self.service.ledger.conversation(conversation_id)
            if not still_here and known is not None and caller.participant_id in known.members:
                await members.leave(self.service, caller, conversation_id)

    return converse
