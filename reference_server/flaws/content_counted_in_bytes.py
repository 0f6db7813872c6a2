"""The length of content is counted in bytes of UTF-8.

The limit was taken from the column.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONTENT-03"
REPLACES = "reference_server.core.validate:too_long"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count bytes."""

    def too_long(value: str, most: int) -> bool:
        return len(value.encode("utf-8", "surrogatepass")) > most

    return too_long
