"""Leaving closes one of the leaver's connections, and the others stay open.

A participant's connection is kept in a variable, and the last one to come is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-LEAVE-03"
REPLACES = "reference_server.service.context:see_off"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close the latest."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        if reason == "left":
            presence.forget(conversation.id, participant_id)
            for connection in hub.of_participant(conversation.id, participant_id)[-1:]:
                connection.close("done", reason)
        else:
            original(hub, presence, conversation, participant_id, reason)

    return see_off
