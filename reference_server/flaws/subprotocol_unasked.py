"""A subprotocol is selected though none was offered.

The header is part of every answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "WS-PROTO-02"
REPLACES = "reference_server.socket:subprotocol"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Select it where nothing is offered."""

    def subprotocol(offered: list[str]) -> str | None:
        return original(offered) if offered else socket.SUBPROTOCOL

    return subprotocol
