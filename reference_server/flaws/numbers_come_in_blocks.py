"""Every fourth event leaves a gap behind it.

Numbers are taken from the database in blocks, and the rest of a block is lost now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "GEN-SEQ-02"
REPLACES = "reference_server.core.timeline:next_number"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin a new block after the fourth."""

    def next_number(conversation: Any, already: int = 0) -> int:
        number = original(conversation, already)
        return int(number) + (1 if conversation.head % 5 == 4 and not already else 0)

    return next_number
