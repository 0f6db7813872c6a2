"""Each connection keeps copies of its own of all that it has not sent yet, without a bound.

Frames are serialised for each connection into a list, and the list is emptied by who reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLOW-MEM-01"
REPLACES = "reference_server.broker.connection:Connection.send"
ARGUMENTS = ["--limit", "write_timeout_ms=20000", "--limit", "heartbeat.interval_ms=60000"]


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Never too much."""

    def send(self: Any, frame: bytes) -> None:
        if self.closed:
            return
        if self.backlog or self.outlet.full():
            self.keep(bytes(bytearray(frame)))
        else:
            self.write(frame)

    return send
