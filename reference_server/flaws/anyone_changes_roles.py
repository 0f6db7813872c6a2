"""Anybody who is in can change the roles of the others.

The button is hidden in the client, and nothing else stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import context

BREAKS = "ROLE-MEMBER-01"
REPLACES = "reference_server.service.members:decide_role"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for membership only."""

    def decide_role(service: Any, draft: Any, caller: Any, conversation_id: str, participant_id: str, role: str) -> Any:
        conversation = draft.conversation(conversation_id)
        actor = membership.member_of(conversation, caller.participant_id)
        if actor.role not in ("member", "read_only") or participant_id == actor.participant_id:
            return original(service, draft, caller, conversation_id, participant_id, role)
        target = membership.member_of(conversation, participant_id)
        change = membership.change_role(conversation, actor, target, role, context.stamp())
        draft.add(change)
        return change.after, change.after.members[participant_id]

    return decide_role
