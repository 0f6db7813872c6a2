"""One connection too many closes the oldest.

Room is made for the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONN-03"
REPLACES = "reference_server.socket:Sockets.check_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make room."""

    def check_room(self: Any, conversation_id: str, participant_id: str) -> None:
        open_now = self.service.hub.of_participant(conversation_id, participant_id)
        if len(open_now) >= self.settings.limits.max_connections_per_participant:
            open_now[0].close("done", "connected elsewhere")

    return check_room
