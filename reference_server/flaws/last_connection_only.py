"""Of a person's connections only the one opened last gets messages.

The registry maps a participant to one connection, and a second one overwrites the first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-ALL-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember one connection for each person."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        frame = wire.text_frame(text)
        latest = {one.participant_id: one for one in self.of(conversation_id)}
        for connection in latest.values():
            connection.send(frame)

    return deliver
