"""Whoever connects is sent again who has ever come online.

Notifications are kept for those who were away when they went out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "PRES-STORE-01"
REPLACES = "reference_server.socket:Sockets.greet"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep them, and catch everybody up."""
    kept: dict[str, list[wire.Json]] = defaultdict(list)

    def greet(self: Any, connection: Any, asked: Any) -> bool:
        greeted: bool = original(self, connection, asked)
        room = connection.conversation_id
        for update in kept[room] if greeted else ():
            connection.say(update)
        kept[room].append(wire.participant_update(room, connection.participant_id, True))
        return greeted

    return greet
