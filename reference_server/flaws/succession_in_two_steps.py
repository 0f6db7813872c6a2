"""The new owner is named, and a moment later the old one leaves.

Two appends, with whatever others append between them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import context

BREAKS = "ROLE-SUCC-04"
REPLACES = "reference_server.service.members:leave"
CHANCE = True
PAUSE = 0.02  # seconds that a busy server takes between one transaction and the next


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Promote, then leave."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> None:
        await service.ledger.submit(lambda draft: promote(draft, caller, conversation_id))
        await asyncio.sleep(PAUSE)
        await original(service, caller, conversation_id)

    return leave


def promote(draft: Any, caller: Any, conversation_id: str) -> None:
    """Name the heir in an event of its own."""
    conversation = draft.conversation(conversation_id)
    member = membership.member_of(conversation, caller.participant_id)
    heir = membership.successor(conversation, member) if membership.is_last_owner(conversation, member) else None
    if heir is not None:
        draft.add(membership.change_role(conversation, member, heir, "owner", context.stamp()))
