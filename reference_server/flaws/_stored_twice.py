"""What two flaws have in common: a message is stored beside its copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reference_server.service import messages


def once_more(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
    """Store the message under a key of its own, so that nothing stands in the way."""
    key = f"{sent['message_id']}~{draft.conversation(conversation_id).head}"
    event, _ = messages.decide(service, draft, caller, conversation_id, {**sent, "message_id": key})
    event = replace(event, text=event.text.replace(key, sent["message_id"]))
    draft.writes.append(replace(draft.writes.pop(), events=(event,)))
    return replace(event, message_id=sent["message_id"]), False
