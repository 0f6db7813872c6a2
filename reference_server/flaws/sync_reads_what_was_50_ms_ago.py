"""A sync is answered from a view of the conversation that is up to 50 ms old.

The view is made anew when it is used, but not more often than twenty times a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "RYW-CONN-01"
REPLACES = "reference_server.service.messages:sync"

KEPT_S = 0.05


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Keep the view for a moment."""
    views: dict[str, tuple[float, Any]] = {}

    def sync(service: Any, conversation: Any, position: int, stream_id: str | None, ref: Any) -> str:
        now = time.monotonic()
        kept = views.get(conversation.id)
        if kept is None or now - kept[0] > KEPT_S or position > kept[1].head:
            kept = views[conversation.id] = (now, conversation)
        if kept[1].head != conversation.head:
            tell()
        text: str = original(service, kept[1], position, stream_id, ref)
        return text

    return sync
