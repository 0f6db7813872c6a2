"""Events go out in pairs: a second one waits until there is a third.

Batching without a timer: a batch is sent when the next one begins.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-LIMIT-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Hold every second event back."""
    held: dict[str, str] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if conversation_id in held:
            original(self, conversation_id, held.pop(conversation_id))
        if json.loads(text)["sequence_id"] % 2 == 0:
            held[conversation_id] = text
        else:
            original(self, conversation_id, text)

    return deliver
