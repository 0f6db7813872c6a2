"""The server recognises the message_ids that this process has seen; after a restart all are new.

The idempotency keys are kept in a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import membership, timeline
from reference_server.service import context

BREAKS = "MSG-DUP-07"
REPLACES = "reference_server.service.messages:decide"

SEEN: set[tuple[str, str, str]] = set()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look up only what this process has been asked before."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        sender = membership.member_of(conversation, caller.participant_id)
        key = (conversation_id, sender.participant_id, sent["message_id"])
        if key in SEEN or draft.message(*key) is None:
            SEEN.add(key)
            return original(service, draft, caller, conversation_id, sent)
        change = timeline.append(conversation, sender, sent, context.stamp())
        draft.add(replace(change, events=(replace(change.events[0], message_id=None),)))
        return change.events[0], False

    return decide
