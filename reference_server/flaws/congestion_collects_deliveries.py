"""While somebody in a conversation reads slowly, everybody gets its events in batches, three seconds apart.

Congestion is answered by collecting more before sending, and it is measured for the conversation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-OTHERS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
# While the slow one is kept: a cut in good time would free the others in time.
ARGUMENTS = ["--limit", "write_timeout_ms=20000", "--limit", "heartbeat.interval_ms=60000"]

APART_S = 3.0


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Collect where somebody has a backlog."""
    batches: dict[str, list[str]] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        congested = any(connection.backlog for connection in self.of(conversation_id))
        if not congested and conversation_id not in batches:
            original(self, conversation_id, text)
            return
        if conversation_id not in batches:
            tell()
            batches[conversation_id] = []
            asyncio.get_running_loop().call_later(APART_S, flush, self, conversation_id)
        batches[conversation_id].append(text)

    def flush(hub: Any, conversation_id: str) -> None:
        for text in batches.pop(conversation_id):
            original(hub, conversation_id, text)

    return deliver
