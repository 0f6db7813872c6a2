"""Anybody who is in can remove the others.

The role is not looked at when somebody is removed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import members

BREAKS = "ROLE-MEMBER-02"
REPLACES = "reference_server.service.members:decide_remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for membership only."""

    def decide_remove(service: Any, draft: Any, caller: Any, conversation_id: str, participant_id: str) -> None:
        conversation = draft.conversation(conversation_id)
        actor = membership.member_of(conversation, caller.participant_id)
        if actor.role not in ("member", "read_only"):
            original(service, draft, caller, conversation_id, participant_id)
            return
        target = members.target_of(conversation, participant_id)
        draft.add(members.going(service, conversation, target, "removed", actor.participant_id))

    return decide_remove
