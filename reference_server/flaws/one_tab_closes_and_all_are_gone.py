"""Who closes one of two tabs is told of as offline.

Presence is a flag that the last event sets, not a count of connections.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "PRES-UPDATE-03"
REPLACES = "reference_server.broker.hub:Hub.remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell of the end of each connection."""

    def remove(self: Any, connection: Any) -> bool:
        last = bool(original(self, connection))
        room, who = connection.conversation_id, connection.participant_id
        if not last:
            self.whisper(self.others(room, who), wire.participant_update(room, who, False))
        return last

    return remove
