"""After the third ping a connection is closed for want of pongs, though each was answered.

The counter of pings without a pong is raised by the ping, and no pong sets it back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "HB-ALIVE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_pong"

MOST = 3


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Count."""
    pings: dict[Any, int] = {}

    def handle_pong(self: Any, event: Any) -> None:
        awaited = self.pending_ping_payload
        original(self, event)
        if awaited is not None:
            pings[self] = pings.get(self, 0) + 1
            if pings[self] >= MOST:
                tell()
                self.hang_up(errors.CLOSES["silent"], "no heartbeat")

    return handle_pong
