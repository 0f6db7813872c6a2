"""The server pings every 150 ms, with payloads of every kind, and sends pongs nobody asked for.

HB-PING-01 says how often at least.  Pongs without a ping are a heartbeat in one direction (RFC 6455, 5.5.3).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

PERMITS = ("HB-PING-01", "WS-PING-01", "WS-CONNECTED-01")
REPLACES = "reference_server.server:ChatWebSocketProtocol.start_keepalive"

EVERY = 0.15


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Beside the server's own pings, whose pongs are awaited."""

    def start_keepalive(self: Any) -> None:
        original(self)
        numbers = itertools.cycle((0, 1, 8, 125))

        def ping() -> None:
            if self.is_open():
                size = next(numbers)
                self.transport.write(bytes((0x89, size)) + b"\xfe" * size)
                self.transport.write(bytes((0x8A, 3)) + b"hey")
                self.loop.call_later(EVERY, ping)

        self.loop.call_later(EVERY, ping)

    return start_keepalive
