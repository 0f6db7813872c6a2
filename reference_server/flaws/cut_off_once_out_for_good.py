"""A connection that the server had to end for a fault of its client keeps its place for ever.

State of the old connection is left behind, and after some of them blocks the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-BACK-01"
REPLACES = "reference_server.broker.hub:Hub.remove"

FAULTS = (1002, 1003, 1007, 1009)


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it behind."""

    def remove(self: Any, connection: Any) -> bool:
        end = connection.outlet.conn
        if end.close_sent is not None and end.close_sent.code in FAULTS and not end.close_rcvd_then_sent:
            connection.closed = False
            return False
        return bool(original(self, connection))

    return remove
