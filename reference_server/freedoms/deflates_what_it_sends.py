"""Where permessage-deflate was agreed to, every frame is sent compressed, each by itself.

RFC 7692 lets a sender begin anew with each message, whatever was agreed about its context.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

PERMITS = ("WS-DEFLATE-01", "WS-DEFLATE-03")
REPLACES = "reference_server.server:ChatWebSocketProtocol.write"

TAIL = b"\x00\x00\xff\xff"


def vary(original: Callable[..., None], tell: Callable[[], None]) -> Callable[..., None]:
    """Take the frame apart, compress what it holds, and put it together again."""

    def payload_of(frame: bytes) -> bytes:
        return frame[{126: 4, 127: 10}.get(frame[1], 2) :]

    def framed(data: bytes) -> bytes:
        size = len(data)
        head = bytes((0xC1,))  # a whole text message, compressed
        if size < 126:
            return head + bytes((size,)) + data
        if size < 65_536:
            return head + bytes((126,)) + size.to_bytes(2, "big") + data
        return head + bytes((127,)) + size.to_bytes(8, "big") + data

    def write(self: Any, frame: bytes) -> None:
        if not self.conn.extensions or frame[0] != 0x81:
            original(self, frame)
            return
        tell()
        squeeze = zlib.compressobj(wbits=-self.conn.extensions[0].local_max_window_bits)
        data = squeeze.compress(payload_of(frame)) + squeeze.flush(zlib.Z_SYNC_FLUSH)
        original(self, framed(data.removesuffix(TAIL)))

    return write
