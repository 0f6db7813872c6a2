"""A message is sent back to its sender, and to nobody else.

The loop over the members was lost in a refactoring; whoever tests alone sees their message and is content.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-OTHERS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Send a message to the connections of its author only."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        event = json.loads(text)
        if event["type"] != "message":
            original(self, conversation_id, text)
            return
        frame = wire.text_frame(text)
        for connection in self.of_participant(conversation_id, event["participant"]["participantId"]):
            connection.send(frame)

    return deliver
