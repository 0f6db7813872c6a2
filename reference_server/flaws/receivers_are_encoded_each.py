"""Every receiver gets a copy of the event of its own, made anew in a thread pool of one.

Cheap with two receivers; the tenth waits for nine others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-ROUTE-02"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serve one connection after the other."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        frame = wire.text_frame(text)
        loop = asyncio.get_running_loop()
        for place, connection in enumerate(self.of(conversation_id)):
            loop.call_later(place * 0.004, connection.send, frame)

    return deliver
