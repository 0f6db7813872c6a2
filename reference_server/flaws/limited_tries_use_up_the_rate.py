"""A message that was refused as too fast counts as one more: who keeps trying is kept out.

The counter is raised first and compared then, as is usual with counters in a cache.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal
from reference_server.service import context

BREAKS = "RATE-COUNT-01"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Count what is refused for the rate."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            window = context.rate_window(service, caller.participant_id)
            if refusal.code == "RATE_LIMITED" and window is not None:
                tell()
                window.take(time.monotonic())
            raise

    return decide
