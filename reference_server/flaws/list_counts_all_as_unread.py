"""The list counts every message as unread, whatever was read.

The list's query was written before there were markers, and only the resource was changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-COUNT-01"
REPLACES = "reference_server.service.conversations:entry"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count from the start."""

    def entry(service: Any, caller: Any, conversation: Any) -> dict[str, Any]:
        shown: dict[str, Any] = original(service, caller, conversation)
        return {**shown, "unread_count": service.store.unread(conversation.id, 0)}

    return entry
