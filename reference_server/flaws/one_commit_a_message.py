"""Every message is committed alone, to a disk that takes 25 ms.

No group commit: forty messages a second, however many people talk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-RATE-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.put_events"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Pay for each event by itself."""

    def put_events(self: Any, conversation_id: str, events: Any) -> None:
        time.sleep(0.025 * len(events))
        original(self, conversation_id, events)

    return put_events
