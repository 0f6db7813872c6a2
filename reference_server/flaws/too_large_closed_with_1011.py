"""A message that is too large closes the connection with 1011.

The library's exception is handled like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-SIZE-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_parser_exception"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Send another code."""

    def handle_parser_exception(self: Any) -> None:
        if self.conn.close_sent.code == 1009:
            self.conn.data_to_send()
            self.transport.write(b"\x88\x02" + (1011).to_bytes(2, "big"))
        original(self)

    return handle_parser_exception
