"""Text that is no UTF-8 is decoded with replacement characters.

A forgiving decoder, put in after a crash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-UTF-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.send_receive_event_to_app"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace what cannot be read."""

    def send_receive_event_to_app(self: Any) -> None:
        if self.curr_msg_data_type == "text":
            self.frames = [b"".join(self.frames).decode("utf-8", "replace").encode()]
        original(self)

    return send_receive_event_to_app
