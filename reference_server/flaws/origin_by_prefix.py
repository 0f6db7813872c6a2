"""An Origin is let in if it begins with an allowed one.

Comparison by startswith, so that a port may follow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-ORIGIN-04"
REPLACES = "reference_server.socket:origin_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare the beginning."""

    def origin_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
        return origin is None or origin.startswith(allowed)

    return origin_allowed
