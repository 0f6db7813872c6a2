"""A connection one too many is let in, and then closed with 4409.

LIM-CONN-02: limits that a node learns late.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("LIM-CONN-02", "LIM-CONN-03")
REPLACES = "reference_server.app:Sockets"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Look again after the handshake."""

    class LateSockets(original):  # type: ignore[misc]
        """Sockets that are counted after they are open."""

        def check_room(self, conversation_id: str, participant_id: str) -> None:
            """Everybody comes in."""

        def greet(self, connection: Any, asked: Any) -> bool:
            """Not everybody stays."""
            from reference_server.core import errors

            mine = self.service.hub.of_participant(connection.conversation_id, connection.participant_id)
            if len(mine) < self.settings.limits.max_connections_per_participant:
                return bool(super().greet(connection, asked))
            tell()
            errors.CLOSES["surplus"] = 4409
            connection.close("surplus", "too many connections")
            return False

    return LateSockets
