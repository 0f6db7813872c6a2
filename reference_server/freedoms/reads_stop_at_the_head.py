"""A `read` above the head moves the marker to the head.

READ-SET-03 forbids to move it further, and READ-SET-01 wants an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("READ-SET-03", "READ-SET-01")
REPLACES = "reference_server.service.messages:move_marker"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut it."""

    def move_marker(draft: Any, caller: Any, conversation_id: str, position: int) -> Any:
        head = draft.conversation(conversation_id).head
        return original(draft, caller, conversation_id, min(position, head))

    return move_marker
