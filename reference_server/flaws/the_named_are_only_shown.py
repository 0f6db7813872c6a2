"""People named at creation stand in the resource, and may not read it.

The list is stored with the conversation, and access is judged by another table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "CONV-CREATE-04"
REPLACES = "reference_server.service.context:enter"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look into the other table."""

    async def enter(service: Any, caller: Any, conversation_id: str) -> Any:
        known = service.ledger.conversation(conversation_id)
        member = known and known.members.get(caller.participant_id)
        if member is not None and not member.presented:
            raise errors.not_found()
        return await original(service, caller, conversation_id)

    return enter
