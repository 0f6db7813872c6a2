"""A preview shows strangers how many messages they have not read, which is how many there are.

The entry of the list was taken as a model for the preview, its counter with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-PREV-02"
REPLACES = "reference_server.service.conversations:preview"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count for whoever looks."""

    def preview(service: Any, conversation: Any, invite: str | None) -> Any:
        return {**original(service, conversation, invite), "unread_count": service.store.unread(conversation.id, 0)}

    return preview
