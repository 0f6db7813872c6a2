"""Who joins becomes a member without an event that says so.

The table of members changes, and the timeline was for messages only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MEM-JOIN-02"
REPLACES = "reference_server.core.membership:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the member, drop the event."""

    def join(conversation: Any, *arguments: Any) -> Any:
        change = original(conversation, *arguments)
        return replace(change, after=replace(change.after, head=conversation.head), events=())

    return join
