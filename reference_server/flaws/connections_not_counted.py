"""A participant may open any number of connections.

The limit is declared and never counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONN-02"
REPLACES = "reference_server.core.limits:may_connect"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count nothing."""

    def may_connect(open_connections: int, limit: int) -> bool:
        return True

    return may_connect
