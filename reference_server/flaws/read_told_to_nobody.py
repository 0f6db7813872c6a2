"""A marker moves, and nobody is told.

The marker is stored without a notification.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate, wire
from reference_server.service import messages

BREAKS = "READ-SHOW-01"
REPLACES = "reference_server.session:Session.read"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer and tell nobody."""

    async def read(self: Any, frame: Any) -> None:
        asked = validate.read(frame.fields)
        room = self.connection.conversation_id
        marker, _ = await messages.mark_read(self.service, self.caller, room, asked)
        self.answer(frame, wire.read(room, self.caller.participant_id, marker))

    return read
