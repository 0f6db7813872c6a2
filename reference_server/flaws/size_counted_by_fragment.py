"""A message may be as large as it likes, as long as each of its fragments is within `max_frame_bytes`.

The limit is compared with what one frame announces.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-SIZE-01"
REPLACES = "websockets.protocol:Protocol.recv_frame"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget what came before."""

    def recv_frame(self: Any, frame: Any) -> None:
        original(self, frame)
        if self.current_size:
            tell()
            self.current_size = 0

    return recv_frame
