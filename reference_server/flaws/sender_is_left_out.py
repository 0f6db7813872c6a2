"""A message goes to everybody but the person who sent it.

"They know what they wrote" was thought of one connection, and their other devices were forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "DLV-OWN-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Skip the author."""

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        author = json.loads(text).get("participant", {}).get("participantId")
        for connection in self.of(conversation_id):
            if connection.participant_id != author:
                connection.send(wire.text_frame(text))

    return deliver
