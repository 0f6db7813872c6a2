"""Who has two tabs gets every event twice in each.

The subscription is registered by participant, once for each connection, and looked up by participant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-ONCE-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Send once for each subscription of the same person."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        for connection in self.of(conversation_id):
            for _ in self.of_participant(conversation_id, connection.participant_id):
                connection.send(wire.text_frame(text))

    return deliver
