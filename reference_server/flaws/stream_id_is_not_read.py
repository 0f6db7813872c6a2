"""A position of another timeline is taken for one of this.

stream_id is declared in the frame's type and read by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-OTHER-01"
REPLACES = "reference_server.core.timeline:recovers"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook the stream."""

    def recovers(conversation: Any, position: int, stream_id: Any) -> bool:
        return bool(original(conversation, position, None))

    return recovers
