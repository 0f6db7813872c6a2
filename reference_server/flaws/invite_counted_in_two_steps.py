"""People who join at the same time use one invite more often than it allows.

Looking at the count and raising it are two steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import invites, membership
from reference_server.service import context

BREAKS = "INV-USE-05"
REPLACES = "reference_server.service.members:join"
CHANCE = True
PAUSE = 0.02  # seconds between the look and the join on a busy server


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look first, join later."""

    async def join(service: Any, caller: Any, conversation_id: str, label: Any, token: Any) -> Any:
        found = None if token is None else service.store.invite_by_hash(context.hashed(token))
        if found is None or not invites.usable(found, context.now()):
            return await original(service, caller, conversation_id, label, token)
        await asyncio.sleep(PAUSE)
        return await service.ledger.submit(lambda draft: enter(service, draft, caller, found))

    return join


def enter(service: Any, draft: Any, caller: Any, invite: Any) -> Any:
    """Join by an invite that was good a moment ago."""
    conversation = draft.conversation(invite.conversation_id)
    membership.check_joinable(conversation, caller, service.settings.limits.max_participants)
    name = caller.name or caller.participant_id
    change = membership.join(conversation, caller, name, invite.role, context.stamp())
    draft.add(replace(change, invite=invites.used(draft.invite(conversation.id, invite.invite_id))))
    return change.after
