"""A member of a full conversation who joins again is told that there is no room.

Capacity is checked first, because that needs no look at the list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership
from reference_server.core.errors import Refusal

BREAKS = "MEM-JOIN-05"
REPLACES = "reference_server.core.membership:check_joinable"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count before looking who it is."""

    def check_joinable(conversation: Any, caller: Any, max_participants: int) -> None:
        if not membership.has_room(conversation, max_participants):
            raise Refusal("CAPACITY_REACHED", "The conversation is full")
        original(conversation, caller, max_participants)

    return check_joinable
