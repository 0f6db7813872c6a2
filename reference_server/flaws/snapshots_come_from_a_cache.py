"""`connected` shows a conversation as it was up to half a second ago.

Snapshots are kept in a cache that no write invalidates.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "RYW-CONN-01"
REPLACES = "reference_server.socket:Sockets.connected"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep snapshots."""
    kept: dict[str, tuple[float, Any]] = {}

    def connected(self: Any, connection: Any, conversation: Any, asked: Any) -> Any:
        since, old = kept.get(conversation.id, (0.0, conversation))
        if time.monotonic() - since > 0.5 or connection.participant_id not in old.members:
            kept[conversation.id] = (time.monotonic(), conversation)
            old = conversation
        return original(self, connection, old, asked)

    return connected
