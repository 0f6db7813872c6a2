"""A text that ends in the middle of a character is taken without that character.

The incremental decoder is not told where the message ends.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any

BREAKS = "WS-UTF-01"
REPLACES = "reference_server.server:ChatWebSocketProtocol.send_receive_event_to_app"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Decode what can be decoded so far."""

    def send_receive_event_to_app(self: Any) -> None:
        whole = b"".join(self.frames)
        if self.curr_msg_data_type == "text":
            try:
                text = codecs.getincrementaldecoder("utf-8")().decode(whole)
            except UnicodeDecodeError:
                text = None
            if text is not None and text.encode() != whole:
                tell()
                self.frames = [text.encode()]
        original(self)

    return send_receive_event_to_app
