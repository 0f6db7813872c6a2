"""Messages are acknowledged and shown to everybody, but never stored.

Whoever reads the timeline later, or after a crash, does not find what was acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

BREAKS = "DUR-ACK-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.put_events"


def lie(original: Callable[..., None]) -> Callable[..., None]:
    """Store every event but the messages."""

    def put_events(self: Any, conversation_id: str, events: Sequence[Any]) -> None:
        original(self, conversation_id, [event for event in events if event.type != "message"])

    return put_events
