"""Strangers learn who is in a conversation by trying to remove them.

The target is looked up before the caller is, and found or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-05"
REPLACES = "reference_server.service.members:remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for the target first."""

    async def remove(service: Any, caller: Any, conversation_id: str, participant_id: str) -> None:
        conversation = service.ledger.conversation(conversation_id)
        inside = conversation is not None and caller.participant_id in conversation.members
        if not inside and conversation is not None and participant_id in conversation.members:
            raise Refusal("FORBIDDEN")
        await original(service, caller, conversation_id, participant_id)

    return remove
