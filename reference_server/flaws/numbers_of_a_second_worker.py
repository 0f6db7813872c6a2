"""Of messages that become visible together, half of the connections get the numbers the other way round.

A second worker numbers what it delivers by itself, from the same start.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ORD-AGREE-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Deliver at the end of the turn, to half of the connections under exchanged numbers."""
    batch: dict[str, list[Any]] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if conversation_id not in batch:
            asyncio.get_running_loop().call_soon(flush, self, conversation_id)
        batch.setdefault(conversation_id, []).append(json.loads(text))

    def flush(hub: Any, conversation_id: str) -> None:
        events = batch.pop(conversation_id)
        other = [
            {**said, "sequence_id": place["sequence_id"]} for place, said in zip(events, reversed(events), strict=True)
        ]
        for index, connection in enumerate(hub.of(conversation_id)):
            for event in events if index % 2 == 0 else other:
                connection.send(wire.text_frame(wire.encode(event)))

    return deliver
