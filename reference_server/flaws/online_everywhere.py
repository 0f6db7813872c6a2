"""Who is connected to one conversation is shown as online in all.

Presence is kept per person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-ROOM-01"
REPLACES = "reference_server.service.presence:Presence.shown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look in every room."""

    def shown(self: Any, conversation_id: str, participant_id: str) -> bool | None:
        online = original(self, conversation_id, participant_id)
        return None if online is None else any(one.participant_id == participant_id for one in self.hub.all())

    return shown
