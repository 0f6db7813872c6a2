"""When one person leaves, everybody's connections are closed.

The room is closed in place of one member's connections.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-LEAVE-06"
REPLACES = "reference_server.service.context:see_off"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close them all."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        original(hub, presence, conversation, participant_id, reason)
        for connection in hub.of(conversation.id):
            connection.close("done", reason)

    return see_off
