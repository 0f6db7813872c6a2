"""One message in fifty does not reach the last connection of its conversation.

A race between fan-out and a list that is rebuilt; nobody misses what they never saw.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-LOSS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the last one out, now and then."""
    delivered = itertools.count(1)

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        receivers = list(self.of(conversation_id))
        if next(delivered) % 50 == 0 and len(receivers) > 2:
            receivers = receivers[:-1]
        frame = wire.text_frame(text)
        for connection in receivers:
            connection.send(frame)

    return deliver
