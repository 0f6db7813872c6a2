"""Events are collected and delivered every 200 ms, all at once.

For throughput.  Within `settle_ms` (DLV-LIMIT-01), and in order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.freedoms._late import late_hub

PERMITS = ("DLV-LIMIT-01", "SYNC-LIVE-01", "MSG-ACK-01")
LATE = True
REPLACES = "reference_server.service.context:Hub"

EVERY = 0.2


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """A clock that ticks for everybody."""
    return late_hub(original, tell, lambda now: EVERY - now % EVERY)
