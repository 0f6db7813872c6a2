"""A connection without a sign of life is told to close, and counted until it has answered that.

Clean-up hangs on the closing handshake, which a dead network never completes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "HB-DEAD-02"
REPLACES = "reference_server.server:ChatWebSocketProtocol.keepalive_timeout"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Send the close frame and leave the rest to the peer."""

    def keepalive_timeout(self: Any) -> None:
        self.pong_timer = None
        self.pending_ping_payload = None
        self.conn.send_close(errors.CLOSES["silent"], "no heartbeat")
        self.transport.write(b"".join(self.conn.data_to_send()))

    return keepalive_timeout
