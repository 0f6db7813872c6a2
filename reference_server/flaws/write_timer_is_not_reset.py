"""A reader for whom something always waits is cut off, however well it reads.

The timer starts when something waits, and stops when nothing does; bytes that flow do not reset it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-SPARE-01"
REPLACES = "reference_server.broker.connection:Connection.stalled_for"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at whether something waits, not at whether it moves."""

    def stalled_for(self: Any, now: float) -> float:
        if not (self.outlet.buffered() or self.backlog) or self.stalled_since is None:
            self.stalled_since = now
        return float(now - self.stalled_since)

    return stalled_for
