"""While somebody reconnects, one message in fifty does not reach a connection that was there before.

The list of receivers is rebuilt when it changes, and the fan-out now and then reads it half built.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-GAP-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True

REBUILT_FOR_S = 0.05


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Leave the first of the old ones out of one delivery in fifty beside a newcomer, which is drawn."""
    seen: dict[str, tuple[str, float]] = {}
    chance = random.Random(__name__)  # noqa: S311  a coincidence, and the same one each time

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        receivers, now = list(self.of(conversation_id)), time.monotonic()
        newest = receivers[-1].id if receivers else ""
        if seen.get(conversation_id, ("", 0.0))[0] != newest:
            seen[conversation_id] = (newest, now)
        rebuilding = now - seen[conversation_id][1] < REBUILT_FOR_S and len(receivers) > 1
        if rebuilding and chance.random() < 1 / 50:
            tell()
            receivers = receivers[1:]
        frame = wire.text_frame(text)
        for connection in receivers:
            connection.send(frame)

    return deliver
