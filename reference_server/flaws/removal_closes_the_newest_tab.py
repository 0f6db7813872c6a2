"""Who is removed keeps all connections but the newest, which nobody talks to any more.

The register of connections by person holds the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-REMOVE-02"
REPLACES = "reference_server.service.context:see_off"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Close one."""

    def see_off(hub: Any, presence: Any, conversation: Any, participant_id: str, reason: str) -> None:
        for connection in hub.of_participant(conversation.id, participant_id)[:-1] if reason == "removed" else ():
            tell()
            hub.remove(connection)
        original(hub, presence, conversation, participant_id, reason)

    return see_off
