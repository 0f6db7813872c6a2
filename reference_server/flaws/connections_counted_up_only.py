"""A connection that was closed keeps its place.

The counter is lowered on one way out of the handler, and not on the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "LIM-CONN-04"
REPLACES = "reference_server.socket:Sockets.check_room"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count up."""
    opened: Counter[tuple[str, str]] = Counter()

    def check_room(self: Any, conversation_id: str, participant_id: str) -> None:
        if opened[conversation_id, participant_id] >= self.settings.limits.max_connections_per_participant:
            raise Refusal("TOO_MANY_CONNECTIONS")
        opened[conversation_id, participant_id] += 1

    return check_room
