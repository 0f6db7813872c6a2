"""A sync page holds all that is left, however much it is.

The limit is declared, and the query does not use it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-SIZE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Load everything."""

    def sync_body(service: Any, conversation: Any, position: int, stream_id: Any) -> Any:
        body, events = original(service, conversation, position, stream_id)
        if body["recovered"]:
            events = service.store.events(conversation.id, position, 2**62, 2**31, False, False).events
            body["has_more"] = False
        return body, events

    return sync_body
