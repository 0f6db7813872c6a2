"""Whoever asks for a million events gets them in one page.

The limit goes into the query as it came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HIST-PAGE-07"
REPLACES = "reference_server.core.validate:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know no upper bound for what is asked for."""

    def page(query: Any, most: int) -> Any:
        return original(query, 1_000_000 if "limit" in query else most)

    return page
