"""Connections of all participants to a conversation count together.

The counter is keyed by conversation alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "LIM-CONN-05"
REPLACES = "reference_server.socket:Sockets.check_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count everybody's."""

    def check_room(self: Any, conversation_id: str, participant_id: str) -> None:
        if len(self.service.hub.of(conversation_id)) >= self.settings.limits.max_connections_per_participant:
            raise Refusal("TOO_MANY_CONNECTIONS")

    return check_room
