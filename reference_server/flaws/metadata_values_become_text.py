"""Values in metadata come back as strings.

They are kept in a table of names and texts.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BREAKS = "MSG-META-01"
REPLACES = "reference_server.core.wire:message_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write each value as text."""

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        given = sent["metadata"]
        texts = given and {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()
        }
        return original(conversation, sequence_id, sender, {**sent, "metadata": texts}, now)

    return message_event
