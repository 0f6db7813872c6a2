"""What becomes visible together reaches every second connection newest first.

One worker for each half of the connections, and one of them takes its batch from the wrong end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-TALK-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Deliver at the end of the turn, to half of the connections backwards."""
    batch: dict[str, list[str]] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if conversation_id not in batch:
            asyncio.get_running_loop().call_soon(flush, self, conversation_id)
        batch.setdefault(conversation_id, []).append(text)

    def flush(hub: Any, conversation_id: str) -> None:
        texts = batch.pop(conversation_id)
        for index, connection in enumerate(hub.of(conversation_id)):
            for text in texts if index % 2 == 0 else reversed(texts):
                connection.send(wire.text_frame(text))

    return deliver
