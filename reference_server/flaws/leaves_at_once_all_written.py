"""Leaves of one person at the same time each leave an event.

Looking who is a member and writing the event are two steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import context

BREAKS = "MEM-LEAVE-07"
REPLACES = "reference_server.service.members:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look now, write later."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> None:
        _, member = await context.enter(service, caller, conversation_id)
        await asyncio.sleep(0.02)  # another query

        def write(draft: Any) -> None:
            there = draft.conversation(conversation_id)
            draft.add(membership.leave_without_roles(there, member, "left", None, context.stamp()))

        await service.ledger.submit(write)

    return leave
