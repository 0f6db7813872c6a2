"""Content of exactly `max_content_length` is refused.

The comparison excludes the limit itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "LIM-CONTENT-01"
REPLACES = "reference_server.core.validate:too_long"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Stop one short."""

    def too_long(value: str, most: int) -> bool:
        return len(value) >= most

    return too_long
