"""Duplicates and refused messages use up the rate.

The limiter runs before anything else, and gives nothing back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "RATE-COUNT-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count those too."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        duplicate = True
        try:
            event, duplicate = original(service, draft, caller, conversation_id, sent)
            return event, duplicate
        finally:
            if duplicate:
                window: Any = context.rate_window(service, caller.participant_id)
                window.take(time.monotonic())

    return decide
