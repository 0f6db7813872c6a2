"""A goodbye without a code is answered with the code 1005.

The library's word for "no code came" is passed on as if it were one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-WIRE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_close"

CLOSE_1005 = b"\x88\x02\x03\xed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer with the code as the library tells it."""

    def handle_close(self: Any, event: Any) -> None:
        if not self.close_sent and self.conn.close_rcvd.code == 1005:
            self.conn.data_to_send()
            self.transport.write(CLOSE_1005)
        original(self, event)

    return handle_close
