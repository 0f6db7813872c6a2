"""Who missed more than five events is not recovered.

Recovery works from a small buffer, though all events are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-TRUE-01"
REPLACES = "reference_server.core.timeline:recovers"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the last five only."""

    def recovers(conversation: Any, position: int, stream_id: Any) -> bool:
        return bool(original(conversation, position, stream_id)) and position >= conversation.head - 5

    return recovers
