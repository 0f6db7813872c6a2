"""While a queue is full, further ones are refused as `QUEUE_FULL`; one in three of those is stored.

The refusal is raised by a check beside the queue, which now and then comes too late.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "BP-REFUSED-01"
REPLACES = "reference_server.service.ledger:Ledger.submit_message"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Queue some, then look."""
    refused = itertools.count(1)

    def submit_message(self: Any, conversation_id: str, decide: Any) -> Any:
        if self.messages_waiting[conversation_id] < self.queue_limit:
            return original(self, conversation_id, decide)
        if next(refused) % 3 == 0:
            tell()
            self.submit(decide)
        raise Refusal("QUEUE_FULL", "Too many messages of this conversation are waiting to be stored")

    return submit_message
