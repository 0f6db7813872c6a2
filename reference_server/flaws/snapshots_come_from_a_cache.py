"""Who opens another tab is shown the conversation as it was when they opened the last, up to half a second ago.

Snapshots are kept for each person in a cache that no write invalidates; who resumes gets a fresh one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "RYW-CONN-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep snapshots."""
    kept: dict[tuple[str, str], tuple[float, Any]] = {}

    def connected(self: Any, connection: Any, conversation: Any, asked: Any) -> Any:
        who = (conversation.id, connection.participant_id)
        since, old = kept.get(who, (0.0, conversation))
        if time.monotonic() - since > 0.5 or "after" in asked.query:
            kept[who] = (time.monotonic(), conversation)
            old = conversation
        return original(self, connection, old, asked)

    return connected
