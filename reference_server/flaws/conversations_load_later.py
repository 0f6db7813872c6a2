"""For its first second a restarted server knows no conversation that is older than itself.

The listener opens before storage is loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-START-01"
REPLACES = "reference_server.service.ledger:Ledger.conversation"


STARTED = time.monotonic()


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know only what is in the cache."""

    def conversation(self: Any, conversation_id: str) -> Any:
        if conversation_id not in self.cache and time.monotonic() - STARTED < 2:
            return None
        return original(self, conversation_id)

    return conversation
