"""Each compressed message is inflated by itself, although clients were told that they may refer to earlier ones.

The handshake does not say client_no_context_takeover, and the codec behaves as if it had.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from websockets.frames import Opcode

BREAKS = "WS-DEFLATE-03"
REPLACES = "websockets.extensions.permessage_deflate:PerMessageDeflate.decode"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin with an empty window every time."""

    def decode(self: Any, frame: Any, *, max_size: int | None = None) -> Any:
        if frame.opcode is Opcode.TEXT and frame.rsv1:
            self.decoder = zlib.decompressobj(wbits=-self.remote_max_window_bits)
        return original(self, frame, max_size=max_size)

    return decode
