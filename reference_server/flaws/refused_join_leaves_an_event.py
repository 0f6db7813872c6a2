"""A refused join leaves a `participant_joined` in the timeline.

The event is written before the last check.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import timeline, wire
from reference_server.core.model import Change
from reference_server.service import context

BREAKS = "MEM-JOIN-07"
REPLACES = "reference_server.service.members:decide_join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write first, check then."""

    def decide_join(service: Any, draft: Any, caller: Any, conversation_id: str, *more: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        member = conversation.members.get(caller.participant_id)
        if member is not None:
            told = [("participant_joined", {"participant": wire.joiner(member)})]
            draft.add(Change(*timeline.extend(conversation, told, context.stamp())))
        return original(service, draft, caller, conversation_id, *more)

    return decide_join
