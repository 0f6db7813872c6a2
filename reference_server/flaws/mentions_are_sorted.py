"""Mentions come back in alphabetical order.

They are kept as a set, and sorted so that it looks tidy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-MENTION-01"
REPLACES = "reference_server.core.validate:mentions"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Sort them."""

    def mentions(fields: Any) -> list[str]:
        return sorted(original(fields))

    return mentions
