"""Somebody who was removed can still send over REST.

The right to send is cached with the person, and nothing clears it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import timeline
from reference_server.service import context

BREAKS = "MEM-REMOVE-03"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep in mind who was allowed to."""
    allowed: dict[tuple[str, str], Any] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        who = (conversation_id, caller.participant_id)
        conversation = draft.conversation(conversation_id)
        if who in allowed and caller.participant_id not in conversation.members:
            change = timeline.append(conversation, allowed[who], sent, context.stamp())
            draft.add(change)
            return change.events[0], False
        answer = original(service, draft, caller, conversation_id, sent)
        allowed[who] = conversation.members[caller.participant_id]
        return answer

    return decide
