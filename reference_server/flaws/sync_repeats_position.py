"""A sync page begins with the event that the client says it has.

Greater-or-equal where greater is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-PAGE-01"
REPLACES = "reference_server.service.messages:sync_body"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Start one too early."""

    def sync_body(service: Any, conversation: Any, position: int, stream_id: Any) -> Any:
        return original(service, conversation, max(0, position - 1), stream_id)

    return sync_body
