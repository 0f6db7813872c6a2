"""The place of a connection is free 1.2 s after it has ended, and there are five.

LIM-CONN-04 gives it `settle_ms`: connections that are counted in a registry which several nodes share.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PERMITS = ("LIM-CONN-02", "LIM-CONN-04", "LIM-BOUND-01")
REPLACES = "reference_server.app:Sockets"
ARGUMENTS = ("--limit", "max_connections_per_participant=5")

LATER_S = 1.2


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """Go on counting those that have gone."""

    class LateSockets(original):  # type: ignore[misc]
        """Sockets whose places are freed in a while."""

        def __init__(self, service: Any, lines: Any) -> None:
            super().__init__(service, lines)
            self.gone: list[tuple[float, tuple[str, str]]] = []
            self.remove, service.hub.remove = service.hub.remove, self.removed

        def removed(self, connection: Any) -> bool:
            """Note who has gone, and when."""
            self.gone.append((time.monotonic(), (connection.conversation_id, connection.participant_id)))
            return bool(self.remove(connection))

        def check_room(self, conversation_id: str, participant_id: str) -> None:
            """Count them as if they were arriving."""
            who = (conversation_id, participant_id)
            self.gone = [one for one in self.gone if time.monotonic() - one[0] < LATER_S]
            held = sum(1 for _, whose in self.gone if whose == who)
            if held:
                tell()
            self.arriving[who] += held
            try:
                super().check_room(conversation_id, participant_id)
            finally:
                self.arriving[who] -= held

    return LateSockets
