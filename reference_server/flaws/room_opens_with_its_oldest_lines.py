"""The messages of the resource are the oldest ones.

The query is cut before it is ordered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-GET-03"
REPLACES = "reference_server.core.wire:full"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember the first fifty of each conversation."""
    first: dict[str, list[Any]] = {}

    def full(conversation: Any, participants: Any, messages: Any) -> Any:
        kept = first.setdefault(conversation.id, [])
        kept.extend(message for message in messages if message not in kept)
        del kept[50:]
        return original(conversation, participants, kept or messages)

    return full
