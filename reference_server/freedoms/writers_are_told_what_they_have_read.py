"""Who writes has read: everybody is told so by `read` with each message, the writer's own connections first.

READ-OWN-01 moves the marker; whether a move by one's own message is told by `read` is left open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("READ-OWN-01", "READ-SHOW-01", "READ-SHOW-02", "ERR-ONE-01")
REPLACES = "reference_server.broker.hub:Hub.deliver"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Say so behind the message."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        import json

        from reference_server.core import wire

        original(self, conversation_id, text)
        event = json.loads(text)
        if event["type"] == "message":
            author = event["participant"]["participantId"]
            frame = wire.read(conversation_id, author, event["sequence_id"])
            self.whisper(self.of_participant(conversation_id, author), frame)
            self.whisper(self.others(conversation_id, author), frame)

    return deliver
