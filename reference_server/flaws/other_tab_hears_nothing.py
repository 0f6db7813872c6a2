"""What a person writes shows in one of their tabs only.

The client that wrote it knows it already, so the person is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "PEER-TABS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serve one of the sender's connections."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        event = json.loads(text)
        author = event.get("participant", {}).get("participantId") if event["type"] == "message" else None
        frame = wire.text_frame(text)
        served = False
        for connection in self.of(conversation_id):
            if connection.participant_id == author and served:
                continue
            served = served or connection.participant_id == author
            connection.send(frame)

    return deliver
