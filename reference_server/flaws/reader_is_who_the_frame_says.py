"""A read moves the marker of whom the frame names.

The frame's participantId is taken for the reader, because the answer has one too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import validate, wire
from reference_server.service import messages

BREAKS = "READ-OWNER-01"
REPLACES = "reference_server.session:Session.read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Trust the frame."""

    async def read(self: Any, frame: Any) -> None:
        asked, room, own = validate.read(frame.fields), self.connection.conversation_id, self.caller.participant_id
        named = frame.fields.members.get("participantId", own)
        reader = replace(self.caller, participant_id=named)
        marker, moved = await messages.mark_read(self.service, reader, room, asked)
        if moved:
            others = [one for one in self.service.hub.of(room) if one is not self.connection]
            self.service.hub.whisper(others, wire.read(room, named, marker))
        self.answer(frame, wire.read(room, own, marker))

    return read
