"""A full queue drops its oldest events, and the connection lives on.

The queue of a connection is a ring buffer, as for a sensor's readings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-PREFIX-01"
REPLACES = "reference_server.broker.connection:Connection.send"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make room at the front."""

    def send(self: Any, frame: bytes) -> None:
        while self.backlog and self.overfull():
            self.backlog_bytes -= len(self.backlog.popleft())
        original(self, frame)

    return send
