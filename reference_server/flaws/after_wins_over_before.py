"""Where both directions are given, `after` silently wins.

The parameters are looked at one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HIST-PAGE-04"
REPLACES = "reference_server.core.validate:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at `before` only where there is no `after`."""

    def page(query: Any, most: int) -> Any:
        if "after" in query:
            query = {name: values for name, values in query.items() if name != "before"}
        return original(query, most)

    return page
