"""Now and then the whole server stands still for more than a second.

A stop-the-world collection, or a vacuum on the event loop.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-DELIVERY-03"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stand still once in a hundred messages."""
    delivered = itertools.count(1)

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if next(delivered) % 100 == 0:
            time.sleep(1.5)
        original(self, conversation_id, text)

    return deliver
