"""After a restart a conversation goes on with the next block of a hundred numbers.

Numbers are reserved in blocks, and what a process has not used up is lost with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "DUR-NUMBER-01"
REPLACES = "reference_server.core.timeline:next_number"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin a new block for a conversation that this process has not seen begin."""
    seen: set[str] = set()

    def next_number(conversation: Any, already: int = 0) -> Any:
        number = original(conversation, already)
        if conversation.id not in seen and conversation.head > 0:
            number = conversation.head - conversation.head % 100 + 101
        seen.add(conversation.id)
        return number

    return next_number
