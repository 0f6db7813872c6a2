"""A message of exactly 126 bytes is lost.

A hand-written codec with an error where the length field changes its size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-LEN-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.send_receive_event_to_app"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Lose it."""

    def send_receive_event_to_app(self: Any) -> None:
        if sum(map(len, self.frames)) == 126:
            self.frames = []
            return
        original(self)

    return send_receive_event_to_app
