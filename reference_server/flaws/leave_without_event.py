"""Who leaves is gone without an event that says so.

The row is deleted, and nobody thought of those who stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MEM-LEAVE-02"
REPLACES = "reference_server.core.membership:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop the event of those who leave by themselves."""

    def leave(conversation: Any, leaver: Any, reason: str, by: Any, now: str) -> Any:
        change = original(conversation, leaver, reason, by, now)
        if reason != "left":
            return change
        return replace(change, after=replace(change.after, head=conversation.head), events=())

    return leave
