"""Of messages that become visible together only the first three are delivered.

The buffer between storage and sockets holds three, and what does not fit is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "DLV-GAP-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop what does not fit."""
    buffered: dict[str, int] = {}

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if not buffered:
            asyncio.get_running_loop().call_soon(buffered.clear)
        buffered[conversation_id] = buffered.get(conversation_id, 0) + 1
        if buffered[conversation_id] <= 3:
            original(self, conversation_id, text)

    return deliver
