"""A marker may be set one past the head.

The comparison was written for positions that begin at 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-SET-03"
REPLACES = "reference_server.core.timeline:check_readable"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Allow one more."""

    def check_readable(conversation: Any, position: int) -> None:
        if position == conversation.head + 1:
            tell()
            return
        original(conversation, position)

    return check_readable
