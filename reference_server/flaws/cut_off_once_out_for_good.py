"""A member whose connection was ended for a fault of theirs cannot open another one.

State of the old connection is left behind and blocks the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-BACK-01"
REPLACES = "reference_server.broker.hub:Hub.remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it behind."""

    def remove(self: Any, connection: Any) -> bool:
        if connection.ended_by == "binary":
            connection.closed = False
            return False
        return bool(original(self, connection))

    return remove
