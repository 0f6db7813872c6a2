"""A handshake of any WebSocket version is answered as if it were 13.

The header is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-VERSION-01"
REPLACES = "reference_server.server:ChatHttpProtocol._should_upgrade"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take every version for 13."""

    def should_upgrade(self: Any) -> bool:
        name = b"sec-websocket-version"
        self.headers[:] = [(key, b"13" if key == name else value) for key, value in self.headers]
        return bool(original(self))

    return should_upgrade
