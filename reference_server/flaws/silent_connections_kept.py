"""A connection on which no request comes is never closed.

The web server waits for a request without a timer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-HEAD-01"
REPLACES = "reference_server.server:ChatHttpProtocol.start_clock"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Start no clock."""

    def start_clock(self: Any) -> None:
        return None

    return start_clock
