"""Of two messages decided in the same moment the second skips a number.

Whoever loses the race for a number draws another one, and the first is burnt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "ORD-RACE-01"
REPLACES = "reference_server.core.timeline:next_number"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Burn a number for each race."""
    racing: set[str] = set()

    def next_number(conversation: Any, already: int = 0) -> Any:
        number = original(conversation, already)
        if already == 0 and conversation.id in racing:
            number += 1
        racing.add(conversation.id)
        asyncio.get_running_loop().call_soon(racing.discard, conversation.id)
        return number

    return next_number
