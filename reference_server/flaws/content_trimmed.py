"""Blanks and line ends at the beginning and the end of content are cut off.

Every text field of the form library trims what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONT-SPACE-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Trim it."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        trimmed = {**sent, "content": sent["content"].strip() or sent["content"]}
        return original(conversation, sequence_id, sender, trimmed, now)

    return message_event
