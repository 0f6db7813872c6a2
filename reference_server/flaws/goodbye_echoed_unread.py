"""A goodbye is echoed byte for byte, whatever code it carries.

The answer to a close frame is a copy of it, and nobody has looked at what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CLOSE-WIRE-01"
REPLACES = "websockets.frames:Close.check"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Every code is as good as any other."""

    def check(self: Any) -> None:
        return None

    return check
