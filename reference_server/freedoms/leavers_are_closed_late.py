"""The connections of who leaves are closed 1.2 s later, and get nothing more in the meantime.

MEM-LEAVE-03, MEM-REMOVE-02: within `settle_ms`; a message from there is refused (MEM-LEAVE-04).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PERMITS = ("MEM-LEAVE-03", "MEM-LEAVE-04", "MEM-REMOVE-02", "MEM-REMOVE-03")
REPLACES = "reference_server.service.context:see_off"

LATER_S = 1.2


def vary(_original: Callable[..., None]) -> Callable[..., None]:
    """Take them out of the room now, and close them then."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        presence.forget(conversation.id, participant_id)
        why = "done" if reason == "left" else "removed"
        for connection in hub.of_participant(conversation.id, participant_id):
            hub.remove(connection)
            asyncio.get_running_loop().call_later(LATER_S, connection.close, why, reason)

    return see_off
