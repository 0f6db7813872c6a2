"""The count of somebody's messages starts anew only after they have been silent for a whole window.

Each message puts off the moment at which the counter expires.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "RATE-FREE-01"
REPLACES = "reference_server.core.limits:RateWindow.check"


def lie(_original: Callable[..., None]) -> Callable[..., None]:
    """Keep the oldest for as long as the newest counts."""

    def check(self: Any, now: float) -> None:
        if self.taken and self.taken[-1] <= now - self.seconds:
            self.taken.clear()
        if len(self.taken) >= self.messages:
            raise Refusal("RATE_LIMITED", "Too many messages, wait a little", math.ceil(self.seconds))

    return check
