"""A message without metadata comes back with an empty object in its place.

The data class has a default factory where the contract says null.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-EVENT-02"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Put an object where nothing was."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        filled = {**sent, "metadata": sent["metadata"] or {}}
        return original(conversation, sequence_id, sender, filled, now)

    return message_event
