"""Who leaves and returns is taken for somebody new: the message_ids from before are not recognised.

The key holds the membership's row, and a new membership is a new row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import membership, timeline
from reference_server.service import context

BREAKS = "MSG-DUP-06"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook what was sent before the last join."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        sender = membership.member_of(conversation, caller.participant_id)
        known = draft.message(conversation_id, sender.participant_id, sent["message_id"])
        if known is None or known.sequence_id > sender.rank:
            return original(service, draft, caller, conversation_id, sent)
        change = timeline.append(conversation, sender, sent, context.stamp())
        draft.add(replace(change, events=(replace(change.events[0], message_id=None),)))
        return change.events[0], False

    return decide
