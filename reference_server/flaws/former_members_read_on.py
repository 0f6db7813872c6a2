"""Who left a conversation goes on reading it.

Read access asks whether there ever was a membership.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

BREAKS = "ISO-FORMER-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let in whoever was in."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: bool) -> Any:
        conversation = service.ledger.conversation(conversation_id)
        if conversation is not None and was_here(service, conversation_id, caller.participant_id):
            caller = dataclasses.replace(caller, participant_id=next(iter(conversation.members)))
        return await original(service, caller, conversation_id, asked, counted)

    return page


def was_here(service: Any, conversation_id: str, participant_id: str) -> bool:
    """Did they ever leave this conversation?"""
    found = service.store.events(conversation_id, 0, 2**53, 1000, False, False)
    left = [json.loads(event.text) for event in found.events if event.type == "participant_left"]
    return any(event["participant"]["participantId"] == participant_id for event in left)
