"""The list of participants in the first frame is up to five seconds old.

The list comes from a cache, the position from the store.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "WS-CONNECTED-04"
REPLACES = "reference_server.service.conversations:participants"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember the list."""
    kept: dict[str, tuple[float, Any]] = {}

    def participants(service: Any, conversation: Any) -> Any:
        now = time.monotonic()
        if conversation.id not in kept or now - kept[conversation.id][0] > 5:
            kept[conversation.id] = (now, original(service, conversation))
        return kept[conversation.id][1]

    return participants
