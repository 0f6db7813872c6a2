"""Who opens a second conversation hears nothing more in the first.

The register of subscriptions has one place for each participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PEER-OPEN-01"
REPLACES = "reference_server.broker.hub:Hub.add"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take the participant's connections to other conversations out."""

    def add(self: Any, connection: Any) -> None:
        for other in list(self.all()):
            same = other.participant_id == connection.participant_id
            if same and other.conversation_id != connection.conversation_id:
                tell()
                self.remove(other)
        original(self, connection)

    return add
