"""The limit of a frame is compared with its compressed size, and inflating knows none.

Compression came later than the limit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-DEFLATE-02"
REPLACES = "websockets.extensions.permessage_deflate:PerMessageDeflate.decode"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Inflate without end."""

    def decode(self: Any, frame: Any, *, max_size: int | None = None) -> Any:
        return original(self, frame)

    return decode
