"""While more than eight messages of a conversation wait, further ones vanish without a word.

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
        if self.service.ledger.messages_waiting[self.connection.conversation_id] <= 8:
            await original(self, frame)

    return message
