"""Nobody is told who comes online.

Presence is told in snapshots only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-UPDATE-01"
REPLACES = "reference_server.service.presence:Presence.came"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember it and tell nobody."""

    def came(self: Any, connection: Any) -> None:
        self.announced.add((connection.conversation_id, connection.participant_id))

    return came
