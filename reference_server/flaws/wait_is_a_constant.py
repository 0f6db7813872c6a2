"""Who is over the rate is told to wait one second, however long it really takes.

The wait is a constant, and a refused try counts as well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "RATE-AFTER-01"
REPLACES = "reference_server.core.limits:RateWindow.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Name one second, and count the try."""

    def check(self: Any, now: float) -> None:
        try:
            original(self, now)
        except Refusal:
            self.taken.append(now)
            raise Refusal("RATE_LIMITED", "Too many messages, wait a little", 1) from None

    return check
