"""Messages are delivered by polling, every 300 ms.

The sender's own ack is quick, so nobody who tests alone notices.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-DELIVERY-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for the next poll."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        asyncio.get_running_loop().call_later(0.3, original, self, conversation_id, text)

    return deliver
