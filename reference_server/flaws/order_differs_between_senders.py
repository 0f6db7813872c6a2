"""Half of the connections see two people's lines the other way round; each person's own lines stay in order.

Messages that become visible together are numbered once more by each of two delivery workers, which sort by sender.
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


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Deliver at the end of the turn, to every second connection in another order."""
    batches: dict[str, tuple[list[Any], list[Any]]] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if conversation_id not in batches:
            batches[conversation_id] = (self.of(conversation_id), [])
            asyncio.get_running_loop().call_soon(flush, conversation_id)
        batches[conversation_id][1].append(json.loads(text))

    def flush(conversation_id: str) -> None:
        connections, events = batches.pop(conversation_id)
        others = exchanged(events)
        if others != events and len(connections) > 1:
            tell()
        for index, connection in enumerate(connections):
            for event in others if index % 2 else events:
                connection.send(wire.text_frame(wire.encode(event)))

    return deliver


def exchanged(events: list[Any]) -> list[Any]:
    """Let neighbours of different senders change places; the numbers stay where they are."""
    found = list(events)
    for index in range(len(events) - 1):
        one, other = found[index : index + 2]
        both = one["type"] == other["type"] == "message"
        if both and one["participant"] != other["participant"] and one is events[index]:
            found[index] = {**other, "sequence_id": one["sequence_id"]}
            found[index + 1] = {**one, "sequence_id": other["sequence_id"]}
    return found
