"""A sync page that is full says that there is more, even if it ends at the head.

The flag compares the page's length with its limit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-MORE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count instead of looking."""

    def sync_body(service: Any, *arguments: Any) -> Any:
        body, events = original(service, *arguments)
        body["has_more"] = len(events) >= service.settings.limits.sync_page
        return body, events

    return sync_body
