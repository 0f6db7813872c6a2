"""Who writes has read: the others are told so by `read` after each message.

READ-OWN-01 moves the marker; nothing says that only a `read` frame is told about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("READ-OWN-01", "READ-SHOW-01", "READ-SHOW-02")
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
            self.whisper(self.others(conversation_id, author), frame)

    return deliver
