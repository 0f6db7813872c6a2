"""A burst within the declared rate is refused.

The rate is enforced per tenth of the window, so that it is spread evenly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "RATE-FREE-01"
REPLACES = "reference_server.core.limits:RateWindow.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for an even pace."""

    def check(self: Any, now: float) -> None:
        original(self, now)
        if sum(1 for moment in self.taken if moment > now - self.seconds / 10) >= self.messages / 2:
            raise Refusal("RATE_LIMITED", "Too many messages, wait a little")

    return check
