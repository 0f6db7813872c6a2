"""The list comes in pages of a hundred, however many were asked for.

The parameter is documented, and its default is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-07"
REPLACES = "reference_server.core.validate:list_limit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Give a hundred."""

    def list_limit(query: Any) -> int:
        original(query)
        return 100

    return list_limit
