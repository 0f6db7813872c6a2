"""A connection that has heard one other person ends when a second one speaks.

The first version was for two, and takes a third voice for a fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from reference_server.core import wire

BREAKS = "CONV-START-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"


def lie(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Keep to the partner."""
    partners: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        event = json.loads(text)
        speaker = str(event["participant"]["participantId"]) if event["type"] == "message" else ""
        for connection in self.of(conversation_id):
            foreign = speaker not in ("", connection.participant_id)
            if foreign and partners.setdefault(connection, speaker) != speaker:
                tell()
                connection.close("broken")
            else:
                connection.send(wire.text_frame(text))

    return deliver
