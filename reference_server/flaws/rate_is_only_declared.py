"""The rate is declared and not enforced.

The limiter was switched off for a load test, and stayed off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "RATE-LIMIT-01"
REPLACES = "reference_server.core.limits:RateWindow.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse nobody."""

    def check(self: Any, now: float) -> None:
        return None

    return check
