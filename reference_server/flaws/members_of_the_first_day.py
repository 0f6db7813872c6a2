"""The resource lists those who were there from the start, and nobody who joined.

The list is a snapshot of the creation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "CONV-GET-02"
REPLACES = "reference_server.service.conversations:participants"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the snapshot."""

    def participants(service: Any, conversation: Any) -> Any:
        first = {key: member for key, member in conversation.members.items() if member.rank == 0}
        return original(service, replace(conversation, members=first))

    return participants
