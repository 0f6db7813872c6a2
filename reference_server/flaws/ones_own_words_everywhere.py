"""What somebody says in one conversation comes up on their connections to the others, too.

The sender's own connections are looked up by person.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "ISO-LOAD-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Serve the sender wherever they are."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        original(self, conversation_id, text)
        event = json.loads(text)
        if event["type"] != "message":
            return
        for connection in self.all():
            own = connection.participant_id == event["participant"]["participantId"]
            if own and connection.conversation_id != conversation_id:
                tell()
                connection.send(wire.text_frame(text))

    return deliver
