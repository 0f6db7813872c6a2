"""Connections to all conversations count together.

The counter is keyed by participant alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "LIM-CONN-05"
REPLACES = "reference_server.socket:Sockets.check_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count them all."""

    def check_room(self: Any, conversation_id: str, participant_id: str) -> None:
        mine = [one for one in self.service.hub.all() if one.participant_id == participant_id]
        if len(mine) >= self.settings.limits.max_connections_per_participant:
            raise Refusal("TOO_MANY_CONNECTIONS")

    return check_room
