"""The Origin null counts as a missing one.

Both are falsy in the library that the code came from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "WS-ORIGIN-03"
REPLACES = "reference_server.socket:origin_allowed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let it in."""

    def origin_allowed(origin: str | None, allowed: tuple[str, ...]) -> bool:
        return origin == "null" or bool(original(origin, allowed))

    return origin_allowed
