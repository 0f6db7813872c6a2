"""`participant_count` of the resource counts those who were there from the start.

A counter of its own, which joining does not touch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-GET-04"
REPLACES = "reference_server.core.wire:full"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read the counter."""

    def full(conversation: Any, participants: Any, messages: Any) -> Any:
        first = [member for member in conversation.members.values() if member.rank == 0]
        return {**original(conversation, participants, messages), "participant_count": len(first)}

    return full
