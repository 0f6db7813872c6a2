"""Somebody's leaving is told to the leaver alone.

The event is sent to its subject's connections, as other notices are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-EVENTS-02"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell the one who knows."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        event = json.loads(text)
        if event["type"] != "participant_left":
            original(self, conversation_id, text)
            return
        for connection in self.of_participant(conversation_id, event["participant"]["participantId"]):
            connection.send(wire.text_frame(text))

    return deliver
