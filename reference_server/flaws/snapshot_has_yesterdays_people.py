"""A snapshot has the newest position beside members from up to 100 ms before.

The members come from a cache, the position does not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-SNAP-01"
REPLACES = "reference_server.service.messages:snapshot"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the list of members for a while."""
    kept: dict[str, tuple[float, Any]] = {}

    def snapshot(service: Any, conversation: Any) -> Any:
        body = original(service, conversation)
        since, people = kept.get(conversation.id, (0.0, None))
        if people is None or time.monotonic() - since > 0.1:
            people = body["participants"]
            kept[conversation.id] = (time.monotonic(), people)
        return {**body, "participants": people}

    return snapshot
