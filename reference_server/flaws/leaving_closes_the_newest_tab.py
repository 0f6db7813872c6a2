"""Who leaves with two tabs open keeps one of them, which nobody talks to any more.

A person is looked up among the connections, and the search ends at the first find.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-LEAVE-03"
REPLACES = "reference_server.service.context:see_off"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Close one."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        for connection in hub.of_participant(conversation.id, participant_id)[:-1]:
            tell()
            hub.remove(connection)
        original(hub, presence, conversation, participant_id, reason)

    return see_off
