"""A page of one's conversations holds about half of what was asked for.

CONV-LIST-07: "at most `limit`"; `next_cursor` says that there is more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONV-LIST-07",)
REPLACES = "reference_server.core.validate:list_limit"


def vary(original: Callable[[Any], int]) -> Callable[[Any], int]:
    """Half of it, rounded up."""

    def list_limit(query: Any) -> int:
        return (original(query) + 1) // 2

    return list_limit
