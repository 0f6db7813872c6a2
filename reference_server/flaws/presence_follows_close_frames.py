"""Whom the server itself has closed stays online for the others until they answer that.

Presence is told when the closing handshake is complete, which the dead and the slow never make it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-HALF-01"
REPLACES = "reference_server.service.presence:Presence.went"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell nobody of an end that the peer has not confirmed."""

    def went(self: Any, connection: Any) -> None:
        if not connection.outlet.close_sent or connection.outlet.conn.close_rcvd is not None:
            original(self, connection)

    return went
