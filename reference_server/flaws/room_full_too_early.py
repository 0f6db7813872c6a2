"""A conversation takes one member fewer than declared.

The creator is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-PEOPLE-01"
REPLACES = "reference_server.core.membership:has_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count one more."""

    def has_room(conversation: Any, max_participants: int) -> bool:
        return len(conversation.members) + 1 < max_participants

    return has_room
