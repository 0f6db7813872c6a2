"""A sync page that follows a whole page leaves out its first event.

Pages were once counted from 0, and one place still adds one for the seam.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-PAGE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Go one too far at the seam."""

    def sync_body(service: Any, conversation: Any, position: int, stream_id: str | None) -> Any:
        found, events = original(service, conversation, position, stream_id)
        if position and position % service.settings.limits.sync_page == 0 and len(events) > 1:
            tell()
            return found, events[1:]
        return found, events

    return sync_body
