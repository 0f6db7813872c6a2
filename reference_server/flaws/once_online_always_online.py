"""Who has once been online is shown as online for good.

Only logging in changes the flag.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-ONLINE-02"
REPLACES = "reference_server.service.presence:Presence.shown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Remember for good."""
    seen: set[tuple[str, str]] = set()

    def shown(self: Any, conversation_id: str, participant_id: str) -> bool | None:
        online = original(self, conversation_id, participant_id)
        if online:
            seen.add((conversation_id, participant_id))
        return None if online is None else (conversation_id, participant_id) in seen

    return shown
