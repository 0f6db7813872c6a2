"""A broken frame ends the connection without a close frame, but for one that is too large.

WS-BAD-01 to WS-BAD-04 and WS-UTF-01 permit it; CLOSE-SIZE-01 does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("WS-BAD-01", "WS-BAD-02", "WS-BAD-03", "WS-BAD-04", "WS-UTF-01")
REPLACES = "reference_server.server:ChatWebSocketProtocol.handle_parser_exception"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Drop it."""

    def handle_parser_exception(self: Any) -> None:
        close = self.conn.close_sent
        if close is not None and close.code == 1009:
            original(self)
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006, "reason": ""})
        self.close_sent = True
        self.transport.abort()

    return handle_parser_exception
