"""Who says nothing for a while is closed, though every ping is answered.

An idle timer is set anew by messages, and not by signs of life.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "HB-ALIVE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_pong"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Close after two answered pings without a message between them."""
    quiet: dict[Any, int] = {}

    def handle_pong(self: Any, event: Any) -> None:
        original(self, event)
        quiet[self] = quiet.get(self, 0) + 1
        if quiet[self] > 1:
            self.hang_up(errors.CLOSES["silent"], "idle")

    return handle_pong
