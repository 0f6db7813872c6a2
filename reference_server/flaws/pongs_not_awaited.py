"""Pings are sent, and their answers not awaited.

The time-out was set to nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HB-DEAD-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.keepalive_timeout"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ping again."""

    def keepalive_timeout(self: Any) -> None:
        self.pong_timer = None
        self.schedule_ping()

    return keepalive_timeout
