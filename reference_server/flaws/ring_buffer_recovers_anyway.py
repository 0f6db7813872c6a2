"""Who missed more than the buffer holds is sent what it holds, as recovered.

Missed events come from a ring buffer of one page, and nobody looks whether it still reaches back far enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-PAGE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Begin where the buffer begins."""

    def sync_body(service: Any, conversation: Any, position: int, stream_id: str | None) -> Any:
        found, events = original(service, conversation, position, stream_id)
        oldest = conversation.head - service.settings.limits.sync_page
        if found["recovered"] and position < oldest:
            tell()
            return original(service, conversation, oldest, stream_id)
        return found, events

    return sync_body
