"""`metadata` comes back with its keys sorted, and with 1 where 1.0 was sent.

Equal as JSON values (MSG-META-01): a database that parses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("MSG-META-01",)
REPLACES = "reference_server.core.wire:message_event"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """As many a column of JSON keeps it."""

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: kept(value[key]) for key in sorted(value, key=lambda key: (len(key), key))}
        if isinstance(value, list):
            return [kept(one) for one in value]
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value

    def message_event(conversation: Any, sequence_id: int, sender: Any, sent: Any, now: str) -> Any:
        return original(conversation, sequence_id, sender, {**sent, "metadata": kept(sent["metadata"])}, now)

    return message_event
