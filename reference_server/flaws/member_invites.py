"""A member can make invites.

Being in is all that is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.storage import PutInvite

BREAKS = "INV-MAKE-04"
REPLACES = "reference_server.service.invitations:decide_make"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let members in on it."""

    def decide_make(service: Any, draft: Any, caller: Any, invite: Any) -> None:
        inviter = membership.member_of(draft.conversation(invite.conversation_id), caller.participant_id)
        if inviter.role == "member":
            draft.add(PutInvite(invite))
        else:
            original(service, draft, caller, invite)

    return decide_make
