"""A marker may be set past the head.

Any number is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-SET-03"
REPLACES = "reference_server.core.timeline:check_readable"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Check nothing."""

    def check_readable(conversation: Any, position: int) -> None:
        return None

    return check_readable
