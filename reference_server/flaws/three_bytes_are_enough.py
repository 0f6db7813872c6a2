"""Characters outside the Basic Multilingual Plane come back as question marks.

The column's character set has three bytes for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-ASTRAL-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace what does not fit."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        fitting = "".join(character if character <= "\uffff" else "?" for character in sent["content"])
        return original(conversation, sequence_id, sender, {**sent, "content": fitting}, now)

    return message_event
