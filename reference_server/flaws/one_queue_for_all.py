"""All conversations share one queue, and a busy one fills it for all.

The limit was meant for each conversation and implemented for the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "BP-SCOPE-01"
REPLACES = "reference_server.service.ledger:Ledger.submit_message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count them together."""

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        if sum(self.messages_waiting.values()) >= self.queue_limit:
            raise Refusal("QUEUE_FULL", "Too many messages are waiting to be stored")
        return original(self, conversation_id, decide)

    return submit_message
