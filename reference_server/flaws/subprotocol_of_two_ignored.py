"""The subprotocol is selected only where it is the only one offered.

The header is compared as a whole instead of as a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "WS-PROTO-01"
REPLACES = "reference_server.socket:subprotocol"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare the whole header."""

    def subprotocol(offered: list[str]) -> str | None:
        return socket.SUBPROTOCOL if offered == [socket.SUBPROTOCOL] else None

    return subprotocol
