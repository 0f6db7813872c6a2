"""A read_only member can make invites.

The check names `member` as the role that may not, and knows of no lower one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.storage import PutInvite

BREAKS = "ROLE-RO-04"
REPLACES = "reference_server.service.invitations:decide_make"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook the lowest role."""

    def decide_make(service: Any, draft: Any, caller: Any, invite: Any) -> None:
        member = membership.member_of(draft.conversation(invite.conversation_id), caller.participant_id)
        if member.role == "read_only":
            draft.add(PutInvite(invite))
        else:
            original(service, draft, caller, invite)

    return decide_make
