"""A frame with a reserved bit is taken as if it had none.

Unknown bits are masked away before the frame is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-BAD-01"
REPLACES = "websockets.frames:Frame.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Clear the bits."""

    def check(self: Any) -> None:
        self.rsv1 = self.rsv2 = self.rsv3 = False
        original(self)

    return check
