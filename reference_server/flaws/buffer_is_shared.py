"""Of messages decided in the same moment, the second carries the words of the first.

One buffer for the body, shared by all requests that are under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "PHAN-EVENT-01"
REPLACES = "reference_server.core.wire:message_event"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fill the buffer once in each turn."""
    buffer: list[str] = []

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        if not buffer:
            buffer.append(sent["content"])
            asyncio.get_running_loop().call_soon(buffer.clear)
        return original(conversation, sequence_id, sender, {**sent, "content": buffer[0]}, now)

    return message_event
