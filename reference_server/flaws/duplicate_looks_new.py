"""The ack of a duplicate says that it is none.

The flag was added to the frame before anybody knew how to fill it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-03"
REPLACES = "reference_server.core.wire:ack"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say false, always."""

    def ack(conversation_id: str, message_id: str, sequence_id: int, duplicate: bool) -> Any:
        return original(conversation_id, message_id, sequence_id, False)

    return ack
