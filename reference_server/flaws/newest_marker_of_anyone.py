"""The resource shows the newest marker of anyone as one's own.

The query asks for the conversation's markers and forgets whose.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-COUNT-02"
REPLACES = "reference_server.service.conversations:full"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the highest."""

    def full(service: Any, conversation: Any, member: Any) -> dict[str, Any]:
        shown: dict[str, Any] = original(service, conversation, member)
        markers = [service.store.marker(conversation.id, name) for name in conversation.members]
        return {**shown, "read_sequence_id": max(markers)}

    return full
