"""Members see an event of the server's own, under its internal name, when somebody connects.

Everything that the broker carries is passed on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-EXT-03"
REPLACES = "reference_server.service.presence:Presence.came"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Pass it on."""

    def came(self: Any, connection: Any) -> None:
        original(self, connection)
        frame = {"type": "session_opened", "conversation_id": connection.conversation_id}
        self.hub.whisper(self.hub.of(connection.conversation_id), frame)

    return came
