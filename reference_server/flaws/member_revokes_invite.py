"""A member can revoke invites.

Being in is all that is asked for when deleting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors, invites
from reference_server.storage import PutInvite

BREAKS = "INV-REVOKE-02"
REPLACES = "reference_server.service.invitations:decide_revoke"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for membership only."""

    def decide_revoke(service: Any, draft: Any, caller: Any, conversation_id: str, invite_id: str) -> None:
        invite = draft.invite(conversation_id, invite_id)
        if invite is None:
            raise errors.not_found()
        draft.add(PutInvite(invites.revoked(invite)))

    return decide_revoke
