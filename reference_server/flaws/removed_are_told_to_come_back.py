"""The connections of a removed person are closed with 1001, after which their client connects again.

All connections that the server ends are ended with the same code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-REMOVE-02"
REPLACES = "reference_server.service.context:see_off"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close as if the server were going."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        if reason == "removed":
            presence.forget(conversation.id, participant_id)
            for connection in hub.of_participant(conversation.id, participant_id):
                connection.close("going", reason)
        else:
            original(hub, presence, conversation, participant_id, reason)

    return see_off
