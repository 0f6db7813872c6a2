"""While many conversations are busy, one's messages go to the people of another.

The conversation to deliver to is kept where the next request overwrites it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ISO-LOAD-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


PRESENT: dict[str, str] = {}


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Note the conversation, and deliver in a moment."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        PRESENT["conversation"] = conversation_id
        asyncio.get_running_loop().call_soon(send, self, wire.text_frame(text))

    return deliver


def send(hub: Any, frame: bytes) -> None:
    """Deliver to the conversation that was noted last."""
    for connection in hub.of(PRESENT["conversation"]):
        connection.send(frame)
