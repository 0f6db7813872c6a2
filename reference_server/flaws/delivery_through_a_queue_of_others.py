"""Deliveries of all conversations pass through one worker, which takes 3 ms for each receiver.

One consumer for everything: idle it is quick, with forty people who talk it never catches up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-DELIVERY-02"
REPLACES = "reference_server.broker.hub:Hub.deliver"

EACH_S = 0.003


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Deliver when everything before it has been delivered."""
    free_at = 0.0

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        nonlocal free_at
        loop, frame = asyncio.get_running_loop(), wire.text_frame(text)
        for connection in self.of(conversation_id):
            free_at = max(free_at, loop.time()) + EACH_S
            loop.call_at(free_at, connection.send, frame)

    return deliver
