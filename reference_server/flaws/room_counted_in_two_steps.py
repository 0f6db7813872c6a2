"""People who join at the same time overfill a conversation.

Counting and inserting are two steps without a lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import context

BREAKS = "LIM-PEOPLE-04"
REPLACES = "reference_server.service.members:join"
CHANCE = True
PAUSE = 0.02  # seconds between the count and the insert on a busy server


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count first, insert later."""

    async def join(service: Any, caller: Any, conversation_id: str, label: Any, token: Any) -> Any:
        conversation = service.ledger.conversation(conversation_id)
        if conversation is None or conversation.access != "open" or token is not None:
            return await original(service, caller, conversation_id, label, token)
        membership.check_joinable(conversation, caller, service.settings.limits.max_participants)
        await asyncio.sleep(PAUSE)
        return await service.ledger.submit(lambda draft: insert(draft, caller, conversation_id, label))

    return join


def insert(draft: Any, caller: Any, conversation_id: str, label: Any) -> Any:
    """Insert whoever found a place a moment ago."""
    conversation = draft.conversation(conversation_id)
    name = label or caller.name or caller.participant_id
    change = membership.join(conversation, caller, name, "member", context.stamp())
    draft.add(change)
    return change.after
