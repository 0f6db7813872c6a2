"""Who leaves keeps their place.

A counter that only ever rises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-PEOPLE-05"
REPLACES = "reference_server.core.membership:has_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare with the most that there ever were."""
    most: dict[str, int] = {}

    def has_room(conversation: Any, max_participants: int) -> bool:
        most[conversation.id] = max(most.get(conversation.id, 0), len(conversation.members))
        return most[conversation.id] < max_participants

    return has_room
