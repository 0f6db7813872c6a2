"""Of connections that one participant opens at the same moment only one hears anything.

The set-up of a participant's state runs twice at once, and one set-up loses.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "PEER-ONE-01"
REPLACES = "reference_server.broker.hub:Hub.add"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let one win."""
    begun: dict[str, float] = {}

    def add(self: Any, connection: Any) -> None:
        now = time.monotonic()
        if now - begun.get(connection.participant_id, 0) > 0.3:
            original(self, connection)
        begun[connection.participant_id] = now

    return add
