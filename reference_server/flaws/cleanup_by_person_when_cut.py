"""When the network takes one of a person's connections, the server forgets all of them.

A goodbye names its connection; an end without one was handled by participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PEER-CLOSE-01"
REPLACES = "reference_server.broker.hub:Hub.remove"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Clean up all that the person has here."""

    def remove(self: Any, connection: Any) -> bool:
        outlet: Any = connection.outlet
        if not connection.closed and outlet.conn.close_rcvd is None:
            for other in self.of_participant(connection.conversation_id, connection.participant_id):
                if other is not connection:
                    tell()
                    original(self, other)
        return bool(original(self, connection))

    return remove
