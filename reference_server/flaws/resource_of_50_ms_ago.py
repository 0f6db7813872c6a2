"""What others have said reaches the resource of a conversation up to 50 ms later.

The resource is kept for a moment, because everybody asks for it when something has happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "RYW-MONO-01"
REPLACES = "reference_server.service.conversations:full"
CHANCE = True

KEPT_S = 0.05


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Keep it, unless something else has happened than that others spoke."""
    kept: dict[tuple[str, str], tuple[float, Any]] = {}

    def full(service: Any, conversation: Any, member: Any) -> Any:
        key, now = (conversation.id, member.participant_id), time.monotonic()
        fresh = original(service, conversation, member)
        newest = next(service.store.follow(conversation.id, conversation.head - 1, 1), None)
        spoken = newest is not None and newest.type == "message" and newest.sender != member.participant_id
        if key not in kept or now - kept[key][0] > KEPT_S or not spoken:
            kept[key] = (now, fresh)
        if kept[key][1]["current_sequence_id"] != fresh["current_sequence_id"]:
            tell()
        return kept[key][1]

    return full
