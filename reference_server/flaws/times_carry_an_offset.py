"""The times of coming and going are written with an offset instead of `Z`.

One of two functions that write times is the library's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-TIME-01"
REPLACES = "reference_server.core.wire:timeline_event"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write it as the library does."""

    def timeline_event(conversation: Any, sequence_id: int, kind: str, now: str, members: Any) -> Any:
        return original(conversation, sequence_id, kind, now.replace("Z", "+00:00"), members)

    return timeline_event
