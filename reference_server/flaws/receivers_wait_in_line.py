"""Receivers are served one by one, each after a write to a remote log.

The log call was put into the loop over the receivers; with two it already shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-ROUTE-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serve one connection after the other."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        frame = wire.text_frame(text)
        loop = asyncio.get_running_loop()
        for place, connection in enumerate(self.of(conversation_id)):
            loop.call_later(place * 0.015, connection.send, frame)

    return deliver
