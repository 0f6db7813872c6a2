"""`updated_at` is the time of the creation for ever.

It is set by the insert, and no update touches it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-GET-05"
REPLACES = "reference_server.core.timeline:append"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the old time."""

    def append(conversation: Any, *arguments: Any) -> Any:
        change = original(conversation, *arguments)
        return replace(change, after=replace(change.after, updated_at=conversation.updated_at))

    return append
