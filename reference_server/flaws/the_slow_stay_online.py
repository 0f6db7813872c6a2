"""Whose connection was cut because they read too slowly stays online for the others.

Cutting somebody off is the writer's work, and the writer knows nothing of presence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-HALF-01"
REPLACES = "reference_server.service.presence:Presence.went"
# Else the heartbeat, which a reader who has stopped does not answer either, may be first.
ARGUMENTS = ["--limit", "heartbeat.interval_ms=10000"]


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell nobody of who was cut off."""

    def went(self: Any, connection: Any) -> None:
        if connection.ended_by != "slow":
            original(self, connection)

    return went
