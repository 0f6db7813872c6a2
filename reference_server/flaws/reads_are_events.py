"""A read takes a number of the timeline.

Markers are written as events, like everything else that happens in a room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import timeline
from reference_server.core.model import Change
from reference_server.service import context
from reference_server.service.ledger import Draft

BREAKS = "READ-STORE-01"
REPLACES = "reference_server.service.messages:move_marker"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write it down."""

    def move_marker(draft: Draft, caller: Any, conversation_id: str, position: int) -> tuple[int, bool]:
        marker, moved = original(draft, caller, conversation_id, position)
        if moved:
            told = {"participantId": caller.participant_id, "position": marker}
            room = draft.conversation(conversation_id)
            draft.add(Change(*timeline.extend(room, [("read", told)], context.stamp())))
        return marker, moved

    return move_marker
