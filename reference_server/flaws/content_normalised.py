"""Content is normalised to NFC on its way in.

A library did it to make search easier; what people wrote is no longer what others read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

BREAKS = "CONT-NORM-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store another spelling."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        spelt = {**sent, "content": unicodedata.normalize("NFC", sent["content"])}
        return original(conversation, sequence_id, sender, spelt, now)

    return message_event
