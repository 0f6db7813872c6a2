"""A second connection throws the first one out.

Connections are kept in a map keyed by participant, one slot each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONN-01"
REPLACES = "reference_server.broker.hub:Hub.add"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep one."""

    def add(self: Any, connection: Any) -> None:
        for other in self.of_participant(connection.conversation_id, connection.participant_id):
            other.close("done", "connected elsewhere")
        original(self, connection)

    return add
