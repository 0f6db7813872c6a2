"""The token of an invite is its id, which every list shows.

One random text was thought to be enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire
from reference_server.core.model import Invite
from reference_server.service import context, invitations

BREAKS = "INV-TOKEN-01"
REPLACES = "reference_server.service.invitations:make"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make one text for both."""

    async def make(service: Any, caller: Any, conversation_id: str, body: Any) -> Any:
        await context.enter(service, caller, conversation_id)
        token = context.new_secret()
        invite = Invite(
            invite_id=token,
            token_hash=context.hashed(token),
            conversation_id=conversation_id,
            role=body.role,
            created_by=caller.participant_id,
            created_at=context.stamp(),
            expires_at=context.now() + body.expires_in,
            max_uses=body.max_uses,
        )
        await service.ledger.submit(lambda draft: invitations.decide_make(service, draft, caller, invite))
        return {**wire.invite(invite), "token": token}

    return make
