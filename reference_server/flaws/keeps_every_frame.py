"""Every frame that was ever sent is kept, for a debugger that nobody attaches.

A list at module level, appended to and never read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "SLO-MEM-01"
REPLACES = "reference_server.broker.connection:Connection.write"


KEPT: list[bytes] = []


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep a copy."""

    def write(self: Any, frame: bytes) -> None:
        KEPT.append(bytes(bytearray(frame)))
        original(self, frame)

    return write
