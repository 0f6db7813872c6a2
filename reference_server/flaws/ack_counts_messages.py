"""The number in an ack counts the messages of the conversation, not its events.

Where nobody has joined or left the two are the same, so nobody noticed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-EVENT-01"
REPLACES = "reference_server.core.wire:ack"
COUNTED: Counter[str] = Counter()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count on our own."""

    def ack(conversation_id: str, message_id: str, sequence_id: int, duplicate: bool) -> Any:
        COUNTED[conversation_id] += not duplicate
        return original(conversation_id, message_id, COUNTED[conversation_id], duplicate)

    return ack
