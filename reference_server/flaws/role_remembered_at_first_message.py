"""Whether somebody may send is decided by the role that they had when they first did.

A cache of permissions that a change of role does not clear.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership, timeline
from reference_server.service import context

BREAKS = "ROLE-EVENT-02"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember who may send."""
    may_send: set[tuple[str, str]] = set()

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        who = (conversation_id, caller.participant_id)
        if who not in may_send:
            found = original(service, draft, caller, conversation_id, sent)
            may_send.add(who)
            return found
        conversation = draft.conversation(conversation_id)
        sender = membership.member_of(conversation, caller.participant_id)
        known = timeline.duplicate_of(draft.message(*who, sent["message_id"]), sent)
        if known is not None:
            return known, True
        timeline.check_references(conversation, sent)
        change = timeline.append(conversation, sender, sent, context.stamp())
        draft.add(change)
        return change.events[0], False

    return decide
