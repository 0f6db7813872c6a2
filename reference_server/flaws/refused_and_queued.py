"""While a queue is full, further messages are refused as `QUEUE_FULL`, and stored all the same.

The refusal is sent when the queue is over its limit, but the message is in it by then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "BP-REFUSED-01"
REPLACES = "reference_server.service.ledger:Ledger.submit_message"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Queue it, then look."""

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        full = self.messages_waiting[conversation_id] >= self.queue_limit
        if full:
            self.submit(decide)
            raise Refusal("QUEUE_FULL", "Too many messages of this conversation are waiting to be stored")
        return original(self, conversation_id, decide)

    return submit_message
