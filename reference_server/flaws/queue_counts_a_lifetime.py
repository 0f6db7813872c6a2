"""A conversation takes `queue_limit` messages and no more, ever.

The count of waiting messages is not reduced when one has been stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "BP-LIFE-01"
REPLACES = "reference_server.service.ledger:Ledger.message_done"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Reduce nothing."""

    def message_done(self: Any, conversation_id: str) -> None:
        return None

    return message_done
