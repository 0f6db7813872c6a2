"""Who missed nothing is told to start over.

An empty result is taken for a failed recovery.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import messages

BREAKS = "SYNC-EMPTY-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take nothing for a failure."""

    def sync_body(service: Any, conversation: Any, *arguments: Any) -> Any:
        body, events = original(service, conversation, *arguments)
        if body["recovered"] and not events:
            there = service.ledger.conversation(conversation.id)
            return {"has_more": False, "recovered": False, "snapshot": messages.snapshot(service, there)}, ()
        return body, events

    return sync_body
