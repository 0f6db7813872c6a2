"""A message that comes a second time within 3 ms of the first is stored twice.

The look-up sees what was stored a while ago, and no constraint backs it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "ONCE-RACE-01"
REPLACES = "reference_server.service.messages:decide"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook what is too fresh."""
    tried: dict[tuple[str, str, str], float] = {}

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        key = (conversation_id, caller.participant_id, sent["message_id"])
        if time.monotonic() - tried.setdefault(key, time.monotonic()) < 0.003 and draft.message(*key) is not None:
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
