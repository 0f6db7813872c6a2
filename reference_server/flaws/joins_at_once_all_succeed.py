"""Joins of one person at the same time all succeed, each with an event.

Looking who is a member and inserting the new one are two steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import context

BREAKS = "MEM-JOIN-06"
REPLACES = "reference_server.service.members:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look now, insert later."""

    async def join(service: Any, caller: Any, conversation_id: str, label: Any, token: Any) -> Any:
        known = service.ledger.conversation(conversation_id)
        if known is None or known.access != "open" or token is not None or caller.participant_id in known.members:
            return await original(service, caller, conversation_id, label, token)
        await asyncio.sleep(0.02)  # another query

        def insert(draft: Any) -> Any:
            conversation = draft.conversation(conversation_id)
            if caller.participant_id not in conversation.members:
                membership.check_joinable(conversation, caller, service.settings.limits.max_participants)
            name = label or caller.name or caller.participant_id
            change = membership.join(conversation, caller, name, "member", context.stamp())
            draft.add(change)
            return change.after

        return await service.ledger.submit(insert)

    return join
