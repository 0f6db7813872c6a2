"""A refused message takes a number of the timeline with it.

The sequence is advanced first, as databases do it, and a rollback does not give the number back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core.errors import Refusal
from reference_server.core.model import Change

BREAKS = "MSG-NUM-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Advance the head before it is clear that there is an event."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal:
            conversation = draft.conversation(conversation_id)
            draft.add(Change(replace(conversation, head=conversation.head + 1)))
            raise

    return decide
