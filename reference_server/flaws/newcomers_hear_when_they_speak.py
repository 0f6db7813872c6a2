"""Who joined later is sent nothing live until they have said something.

The list of receivers is made at creation, and extended when somebody speaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HIST-FOLLOW-01"
REPLACES = "reference_server.service.context:show"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave silent newcomers out."""
    spoken: set[tuple[str, str | None]] = set()

    def show(hub: Any, presence: Any, change: Any) -> None:
        conversation = change.after
        spoken.update((conversation.id, event.sender) for event in change.events)
        late = {key for key, member in conversation.members.items() if member.rank > 0}
        room = hub.rooms.get(conversation.id, {})
        silent = {
            key: one
            for key, one in room.items()
            if one.participant_id in late and (conversation.id, one.participant_id) not in spoken
        }
        for key in silent:
            del room[key]
        original(hub, presence, change)
        room.update(silent)

    return show
