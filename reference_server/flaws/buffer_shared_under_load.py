"""Under load a frame is now and then written to a connection of another conversation.

A pooled buffer that is handed out again before it was sent.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLO-LEAK-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Hit a stranger, once in forty messages."""
    delivered = itertools.count(1)

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        original(self, conversation_id, text)
        if next(delivered) % 40 == 0:
            strangers = [one for one in self.all() if one.conversation_id != conversation_id]
            for connection in strangers[:1]:
                connection.send(wire.text_frame(text))

    return deliver
