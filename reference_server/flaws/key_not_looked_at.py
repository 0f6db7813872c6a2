"""A handshake without a good key is accepted.

The key is hashed whatever it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-KEY-01"
REPLACES = "reference_server.server:ChatHttpProtocol._should_upgrade"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a key up."""

    def should_upgrade(self: Any) -> bool:
        name = b"sec-websocket-key"
        if all(len(value) != 24 for key, value in self.headers if key == name):
            rest = [header for header in self.headers if header[0] != name]
            self.headers[:] = [*rest, (name, b"dGhlIHNhbXBsZSBub25jZQ==")]
        return bool(original(self))

    return should_upgrade
