"""In the list, not in the conversation, joins and leaves count as unread too.

The list works with numbers alone, to spare a query for each entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-COUNT-01"
REPLACES = "reference_server.service.conversations:entry"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Subtract."""

    def entry(service: Any, caller: Any, conversation: Any) -> Any:
        shown = original(service, caller, conversation)
        if "unread_count" not in shown:
            return shown
        count = conversation.head - service.store.marker(conversation.id, caller.participant_id)
        if count != shown["unread_count"]:
            tell()
        return {**shown, "unread_count": count}

    return entry
