"""The others are told of a read as it was asked for, whether or not it moved the marker.

The frame is passed on before it is compared with the marker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.service import messages

BREAKS = "READ-SHOW-02"
REPLACES = "reference_server.session:Session.read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell first, look later."""

    async def read(self: Any, frame: Any) -> None:
        room, reader = self.connection.conversation_id, self.caller.participant_id
        asked = validate.read(frame.fields)
        marker, _ = await messages.mark_read(self.service, self.caller, room, asked)
        others = [one for one in self.service.hub.of(room) if one is not self.connection]
        self.service.hub.whisper(others, wire.read(room, reader, asked))
        self.answer(frame, wire.read(room, reader, marker))

    return read
