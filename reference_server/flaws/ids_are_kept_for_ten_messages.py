"""A message that is sent again after ten others is stored a second time.

Deduplication looks back over a window, and nothing checks what lies behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "ONCE-TWICE-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look back over ten messages."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        known = draft.message(conversation_id, caller.participant_id, sent["message_id"])
        if known is not None and known.sequence_id <= draft.conversation(conversation_id).head - 10:
            return once_more(original, service, draft, caller, conversation_id, sent)
        return original(service, draft, caller, conversation_id, sent)

    return decide


def once_more(decide: Any, service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
    """Store the message under a key of its own, so that nothing stands in the way."""
    key = f"{sent['message_id']}~{draft.conversation(conversation_id).head}"
    event, _ = decide(service, draft, caller, conversation_id, {**sent, "message_id": key})
    event = replace(event, text=event.text.replace(key, sent["message_id"]))
    draft.writes.append(replace(draft.writes.pop(), events=(event,)))
    return replace(event, message_id=sent["message_id"]), False
