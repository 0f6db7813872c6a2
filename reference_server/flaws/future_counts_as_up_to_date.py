"""Who has seen more than there is, is told that nothing was missed.

There is nothing behind the position, and an empty page looks like the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-ABOVE-01"
REPLACES = "reference_server.core.timeline:recovers"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the stream alone."""

    def recovers(conversation: Any, position: int, stream_id: Any) -> bool:
        return bool(original(conversation, min(position, conversation.head), stream_id))

    return recovers
