"""A position or limit that is no proper number is treated as if it were not there.

The parser's failure falls back to the default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "HIST-PAGE-08"
REPLACES = "reference_server.core.validate:number"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Swallow what cannot be read."""

    def number(query: Any, name: str, low: int) -> Any:
        try:
            return original(query, name, low)
        except Refusal:
            return None

    return number
