"""Who has been there longest inherits, whatever their role.

A query ordered by the time of joining only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-SUCC-02"
REPLACES = "reference_server.core.membership:successor"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the time only."""

    def successor(conversation: Any, leaving: Any) -> Any:
        staying = [one for one in conversation.members.values() if one.participant_id != leaving.participant_id]
        return min((one for one in staying if one.kind == "human"), key=lambda one: one.rank, default=None)

    return successor
