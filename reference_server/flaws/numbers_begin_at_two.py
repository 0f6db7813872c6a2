"""The first event of a conversation has number 2.

The counter is raised before it is read, and began at 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-SEQ-01"
REPLACES = "reference_server.core.timeline:next_number"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Raise it once more at the beginning."""

    def next_number(conversation: Any, already: int = 0) -> int:
        number = original(conversation, already)
        return int(number) + (1 if conversation.head == 0 else 0)

    return next_number
