"""A conversation whose queue was once full refuses everything from then on.

Whoever finds the queue full leaves a mark that nobody takes away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "BP-RESEND-01"
REPLACES = "reference_server.service.ledger:Ledger.message_done"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Once as many have waited together as it holds, count them for ever."""
    full: set[str] = set()

    def message_done(self: Any, conversation_id: str) -> None:
        if self.messages_waiting[conversation_id] >= self.queue_limit or conversation_id in full:
            full.add(conversation_id)
            self.messages_waiting[conversation_id] = self.queue_limit
        else:
            original(self, conversation_id)

    return message_done
