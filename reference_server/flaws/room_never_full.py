"""A conversation takes members without an end.

The limit is checked at creation, but not when joining.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-PEOPLE-02"
REPLACES = "reference_server.core.membership:has_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Always find a place."""

    def has_room(conversation: Any, max_participants: int) -> bool:
        return True

    return has_room
