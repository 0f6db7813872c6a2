"""A sync page is as large as its events make it.

Pages are cut by a number of events, and nobody measures them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-SIZE-02"
REPLACES = "reference_server.core.timeline:fit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Cut nothing."""

    def fit(events: Any, limit_bytes: int) -> tuple[Any, ...]:
        return tuple(events)

    return fit
