"""Content that is a JSON object is parsed, and comes back written in another way.

The broker passes on whatever parses as an object as if the server had made it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "CONT-FRAME-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Parse it, and write it again."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        try:
            value = json.loads(sent["content"])
        except ValueError:
            value = None
        content = wire.encode(value) if isinstance(value, dict) else sent["content"]
        return original(conversation, sequence_id, sender, {**sent, "content": content}, now)

    return message_event
