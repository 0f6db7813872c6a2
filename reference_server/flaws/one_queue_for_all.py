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
    """Count them together; somebody else's queue has room for eight."""
    latest: list[str] = []

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        if any(count > 8 for room, count in self.messages_waiting.items() if room != conversation_id):
            raise Refusal("QUEUE_FULL", "Too many messages are waiting to be stored")
        latest[:] = [conversation_id]
        return original(self, conversation_id, decide)

    return submit_message
