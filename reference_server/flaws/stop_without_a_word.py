"""On SIGTERM the process ends at once, without closing a socket.

The default of a signal handler that exits; clients see a broken connection and no reason.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

BREAKS = "STOP-CLOSE-01"
REPLACES = "reference_server.server:ChatServer.handle_exit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Exit from the handler."""

    def handle_exit(self: Any, sig: int, frame: Any) -> None:
        os._exit(0)

    return handle_exit
