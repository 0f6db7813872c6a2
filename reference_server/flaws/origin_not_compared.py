"""Any Origin is let in but null.

The socket library leaves the comparison to the application.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-ORIGIN-02"
REPLACES = "reference_server.socket:origin_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare nothing."""

    def origin_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
        return origin != "null"

    return origin_allowed
