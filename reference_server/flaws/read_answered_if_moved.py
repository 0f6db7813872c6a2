"""A read is answered only if it moved the marker.

The answer is the notification, and there is none if nothing changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.service import messages

BREAKS = "READ-SET-01"
REPLACES = "reference_server.session:Session.read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what changed."""

    async def read(self: Any, frame: Any) -> None:
        asked = validate.read(frame.fields)
        room = self.connection.conversation_id
        marker, moved = await messages.mark_read(self.service, self.caller, room, asked)
        if moved:
            body = wire.read(room, self.caller.participant_id, marker)
            self.service.hub.whisper([one for one in self.service.hub.of(room) if one is not self.connection], body)
            self.answer(frame, body)

    return read
