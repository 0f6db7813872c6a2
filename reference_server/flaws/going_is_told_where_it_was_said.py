"""Who closes their laptop is never told of as offline; who says goodbye is.

The update is sent by the handler of the close frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "PRES-UPDATE-02"
REPLACES = "reference_server.service.presence:Presence.went"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Tell of an end that was announced."""

    def went(self: Any, connection: Any) -> None:
        outlet: Any = connection.outlet
        if outlet.conn.close_rcvd is None and not connection.closed:
            tell()
            return
        original(self, connection)

    return went
