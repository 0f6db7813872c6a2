"""After a restart nobody is recovered from what was said before it.

Recovery works from the memory of the process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SYNC-RESTART-01"
REPLACES = "reference_server.core.timeline:recovers"


STARTED = wire.timestamp(time.time())


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember no conversation that is older than the process."""

    def recovers(conversation: Any, position: int, stream_id: Any) -> bool:
        return bool(original(conversation, position, stream_id)) and conversation.created_at >= STARTED

    return recovers
