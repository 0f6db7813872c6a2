"""A reader who takes nothing is waited for without end.

A write ends when the peer has room; nobody looks how long that takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-CUT-01"
REPLACES = "reference_server.broker.connection:Connection.stalled_for"
# A short heartbeat would find the silent reader as soon.
ARGUMENTS = ["--limit", "heartbeat.interval_ms=60000"]


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Call nobody slow."""

    def stalled_for(self: Any, now: float) -> float:
        return 0.0

    return stalled_for
