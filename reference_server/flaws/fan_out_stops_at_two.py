"""A message reaches two of the connections to a conversation, and no more.

Sender and receiver were all that the first version knew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-ALL-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serve the first two."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        for connection in self.of(conversation_id)[:2]:
            connection.send(wire.text_frame(text))

    return deliver
