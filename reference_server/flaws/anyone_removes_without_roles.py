"""Without `roles` everybody can remove everybody.

The permission check is part of the feature that is off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.service import members

BREAKS = "ROLE-NONE-02"
REPLACES = "reference_server.service.members:decide_remove"
WITHOUT = ("roles",)


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for membership only."""

    def decide_remove(service: Any, draft: Any, caller: Any, conversation_id: str, participant_id: str) -> None:
        if service.settings.has("roles"):
            original(service, draft, caller, conversation_id, participant_id)
            return
        conversation = draft.conversation(conversation_id)
        actor = membership.member_of(conversation, caller.participant_id)
        target = members.target_of(conversation, participant_id)
        draft.add(members.going(service, conversation, target, "removed", actor.participant_id))

    return decide_remove
