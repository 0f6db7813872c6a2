"""A fourth connection of one participant is let in, and hears nothing.

The list of a person's connections has three places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "LIM-CONN-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"

PLACES = 3


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Serve three of each."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        served: Counter[str] = Counter()
        frame = wire.text_frame(text)
        for connection in self.of(conversation_id):
            served[connection.participant_id] += 1
            if served[connection.participant_id] > PLACES:
                tell()
            else:
                connection.send(frame)

    return deliver
