"""The count of participants in the list is that of the creation.

The list is a table of its own, which joining does not touch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-04"
REPLACES = "reference_server.core.wire:listed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count those who were there from the start."""

    def listed(conversation: Any) -> Any:
        first = [member for member in conversation.members.values() if member.rank == 0]
        return {**original(conversation), "participant_count": len(first)}

    return listed
