"""A backlog may hold a thousand frames, however large they are.

The queue's length is compared with a number of frames, not with its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-CUT-02"
REPLACES = "reference_server.broker.connection:Connection.overfull"
# The reader is far behind with its pongs too; a short heartbeat would end it for that.
ARGUMENTS = ["--limit", "heartbeat.interval_ms=60000"]


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count frames."""

    def overfull(self: Any) -> bool:
        return len(self.backlog) > 1000

    return overfull
