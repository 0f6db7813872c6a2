"""The list of participants in the first frame is up to five seconds old.

The list comes from a cache, the position from the store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "WS-CONNECTED-04"
REPLACES = "reference_server.socket:Sockets.connected"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember the list."""
    kept: dict[str, tuple[float, Any]] = {}

    def connected(self: Any, connection: Any, conversation: Any, asked: Any) -> str:
        now, body = time.monotonic(), json.loads(original(self, connection, conversation, asked))
        if conversation.id not in kept or now - kept[conversation.id][0] > 5:
            kept[conversation.id] = (now, body["participants"])
        return wire.encode({**body, "participants": kept[conversation.id][1]})

    return connected
