"""The length of content is counted in UTF-16 units.

The limit was written for a language whose strings are made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONTENT-03"
REPLACES = "reference_server.core.validate:too_long"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count units."""

    def too_long(value: str, most: int) -> bool:
        return len(value.encode("utf-16-le", "surrogatepass")) // 2 > most

    return too_long
