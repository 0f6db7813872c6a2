"""Health counts every connection that there ever was.

The number is raised by a handshake and never reduced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-COUNT-01"
REPLACES = "reference_server.broker.hub:Hub.remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Raise it again by what was taken away."""

    def remove(self: Any, connection: Any) -> bool:
        before = self.count
        last = original(self, connection)
        self.count = before
        return bool(last)

    return remove
