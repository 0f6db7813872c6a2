"""The messages of the resource are the oldest ones.

The query is cut before it is ordered.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.service import conversations

BREAKS = "CONV-GET-03"
REPLACES = "reference_server.service.conversations:full"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take them from the beginning."""

    def full(service: Any, conversation: Any, member: Any) -> Any:
        shown = original(service, conversation, member)
        behind = conversations.cleared(service, conversation)
        most = conversations.LAST_MESSAGES
        page = service.store.events(conversation.id, behind, conversation.head + 1, most, False, True)
        return {**shown, "messages": [json.loads(event.text) for event in page.events]}

    return full
