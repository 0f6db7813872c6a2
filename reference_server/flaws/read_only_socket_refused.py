"""A read_only member is refused the socket.

The socket is taken for a permission to write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-RO-02"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let in who may write."""

    async def admit(self: Any, conversation_id: str) -> Any:
        caller, asked = await original(self, conversation_id)
        conversation = self.service.ledger.conversation(conversation_id)
        roles.require(conversation.members[caller.participant_id], "send", self.service.matrix)
        return caller, asked

    return admit
