"""A conversation that is not in memory is loaded in the background; whoever asks meanwhile is told that there is none.

The listener opens before storage is loaded: until somebody has asked, a restarted server has nothing in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-START-01"
REPLACES = "reference_server.service.ledger:Ledger.conversation"

LOADING_S = 0.2


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know at once only what is in memory."""
    asked: dict[str, float] = {}

    def conversation(self: Any, conversation_id: str) -> Any:
        if conversation_id in self.cache:
            return original(self, conversation_id)
        first = asked.setdefault(conversation_id, time.monotonic())
        return original(self, conversation_id) if time.monotonic() - first > LOADING_S else None

    return conversation
