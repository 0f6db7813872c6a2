"""A new connection silences the older ones of its participant.

A map with one connection for each participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PEER-OPEN-01"
REPLACES = "reference_server.broker.hub:Hub.add"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Put it in their place."""

    def add(self: Any, connection: Any) -> None:
        for peer in self.of_participant(connection.conversation_id, connection.participant_id):
            self.remove(peer)
        original(self, connection)

    return add
