"""A message goes to every open connection of the server, whatever its conversation.

One shared list of connections, and no look at who belongs where.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ISO-EVENT-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell everybody."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        frame = wire.text_frame(text)
        for connection in self.all():
            connection.send(frame)

    return deliver
