"""The page behind a whole first page is empty, though more is promised.

A cursor on page boundaries points between two pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-WALK-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer nothing at the seam."""

    def sync_body(service: Any, conversation: Any, position: int, stream_id: Any) -> Any:
        body, events = original(service, conversation, position, stream_id)
        if events and position and position % service.settings.limits.sync_page == 0:
            return {**body, "has_more": True}, ()
        return body, events

    return sync_body
