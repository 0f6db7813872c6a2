"""While the queue of a conversation is full, further messages vanish without a word.

A bounded queue whose overflow nobody handles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "BP-ANSWER-01"
REPLACES = "reference_server.session:Session.message"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Drop what does not fit."""

    async def message(self: Any, frame: Any) -> None:
        ledger = self.service.ledger
        if ledger.messages_waiting[self.connection.conversation_id] < ledger.queue_limit:
            await original(self, frame)

    return message
