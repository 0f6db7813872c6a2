"""What is sent is compressed with the widest window, whatever window was agreed to.

The parameters of the handshake are answered by one library and the frames made by another.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

BREAKS = "WS-DEFLATE-03"
REPLACES = "reference_server.server:ChatWebSocketProtocol.write"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compress all text with 15 bits."""

    def write(self: Any, frame: bytes) -> None:
        if self.conn.extensions and frame[0] == 0x81:
            if not hasattr(self, "wide"):
                self.wide = zlib.compressobj(9, zlib.DEFLATED, -15)
            text = frame[{126: 4, 127: 10}.get(frame[1], 2) :]
            packed = (self.wide.compress(text) + self.wide.flush(zlib.Z_SYNC_FLUSH))[:-4]
            size = bytes((len(packed),)) if len(packed) < 126 else b"\x7e" + len(packed).to_bytes(2, "big")
            frame = b"\xc1" + size + packed
        original(self, frame)

    return write
