"""Presence is not declared, and everybody is shown as offline.

The serialiser writes a default for what is switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CAP-ABSENT-03"
REPLACES = "reference_server.service.presence:Presence.shown"
WITHOUT = ("presence",)


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write a default."""

    def shown(self: Any, conversation_id: str, participant_id: str) -> bool:
        return bool(original(self, conversation_id, participant_id))

    return shown
