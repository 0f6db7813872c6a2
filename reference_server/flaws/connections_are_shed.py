"""Under load the server closes connections to win back memory.

A watchdog with a threshold that was set on a small machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-DROP-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close somebody, once in fifty messages."""
    delivered = itertools.count(1)

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        original(self, conversation_id, text)
        if next(delivered) % 50 == 0:
            for connection in list(self.all())[-1:]:
                connection.close("going", "shed")

    return deliver
