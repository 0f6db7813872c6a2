"""A message goes to the first 64 connections of a conversation.

A fixed array from the days when rooms were small.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-PEOPLE-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stop at the end of the array."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        frame = wire.text_frame(text)
        for connection in self.of(conversation_id)[:64]:
            connection.send(frame)

    return deliver
