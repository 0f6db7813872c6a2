"""No rate is declared, and forty messages in ten seconds are the most that is taken.

A default limiter is active when none is configured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import limits

BREAKS = "RATE-NULL-01"
REPLACES = "reference_server.service.context:rate_window"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fall back to a default."""

    def rate_window(service: Any, participant_id: str) -> Any:
        window = original(service, participant_id)
        if window is None:
            window = service.rates.setdefault(participant_id, limits.RateWindow(40, 10.0))
        return window

    return rate_window
