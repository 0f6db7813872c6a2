"""The end of one connection takes all connections of its participant out of the fan-out.

Clean-up by participant instead of by connection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PEER-CLOSE-01"
REPLACES = "reference_server.broker.hub:Hub.remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take out all of them."""

    def remove(self: Any, connection: Any) -> bool:
        for peer in self.of_participant(connection.conversation_id, connection.participant_id):
            if peer is not connection:
                original(self, peer)
        return bool(original(self, connection))

    return remove
