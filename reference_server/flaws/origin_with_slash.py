"""An Origin is compared with the list as if both ended in a slash.

The list holds URLs, an Origin is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-ORIGIN-05"
REPLACES = "reference_server.socket:origin_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add a slash to one side."""

    def origin_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
        return origin is None or f"{origin}/" in allowed

    return origin_allowed
