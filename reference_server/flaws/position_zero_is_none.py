"""A sync from 0 is answered as if it named no position that there is: with a snapshot.

Zero is false, and so taken for missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-TRUE-01"
REPLACES = "reference_server.core.timeline:recovers"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Ask whether there is one."""

    def recovers(conversation: Any, position: int, stream_id: str | None) -> bool:
        if not position and conversation.head:
            tell()
            return False
        return bool(original(conversation, position, stream_id))

    return recovers
