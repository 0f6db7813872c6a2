"""Who is back a moment after their connection ended is told of as offline all the same.

The timer is started when a connection ends, and nothing looks again when it has run out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-UPDATE-03"
REPLACES = "reference_server.service.presence:Presence.still_gone"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Do not look."""

    def still_gone(self: Any, who: Any) -> None:
        if who in self.announced:
            if self.hub.is_online(*who):
                tell()
            self.announced.discard(who)
            self.update(who, False)

    return still_gone
