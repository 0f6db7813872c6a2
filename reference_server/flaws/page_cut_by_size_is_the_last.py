"""A sync page that was cut because of its size says that there is no more.

More there is where a page is full, and full was only ever thought of as a count.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-MORE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Count."""

    def sync_body(service: Any, *arguments: Any) -> Any:
        found, events = original(service, *arguments)
        if found["has_more"] and len(events) < service.settings.limits.sync_page:
            tell()
            return {**found, "has_more": False}, events
        return found, events

    return sync_body
