"""Deliveries of all conversations pass through one worker that is 700 ms behind.

One consumer for everything: idle it is quick, with forty people it never catches up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-DELIVERY-02"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fall behind as soon as several conversations are busy."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        busy = len({connection.conversation_id for connection in self.all()}) >= 4
        asyncio.get_running_loop().call_later(0.7 if busy else 0, original, self, conversation_id, text)

    return deliver
