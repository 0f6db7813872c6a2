"""Everybody is shown as offline in snapshots.

Presence is filled from stored data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-ONLINE-01"
REPLACES = "reference_server.service.presence:Presence.shown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read it from where it is not."""

    def shown(self: Any, conversation_id: str, participant_id: str) -> bool | None:
        online = original(self, conversation_id, participant_id)
        return None if online is None else False

    return shown
