"""Content ends at its first U+0000.

A library written in C takes it for the end of the string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-NUL-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """End there."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        cut = {**sent, "content": sent["content"].partition("\0")[0]}
        return original(conversation, sequence_id, sender, cut, now)

    return message_event
