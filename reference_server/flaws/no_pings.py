"""The server sends no pings.

Pings are switched off in the web server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HB-PING-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.start_keepalive"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Start nothing."""

    def start_keepalive(self: Any) -> None:
        return None

    return start_keepalive
