"""What a compressed message inflates to is limited for each of its fragments, and not together.

The inflater is handed the limit anew with every frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-DEFLATE-02"
REPLACES = "websockets.protocol:Protocol.recv_frame"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget the size of what was compressed."""

    def recv_frame(self: Any, frame: Any) -> None:
        original(self, frame)
        if self.extensions and self.current_size:
            tell()
            self.current_size = 0

    return recv_frame
