"""Who holds an invite is shown no preview of what it leads to.

Preview, join and history each check access in their own way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-PREV-04"
REPLACES = "reference_server.service.conversations:invited"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know no invites."""

    def invited(service: Any, conversation: Any, token: Any) -> bool:
        return False

    return invited
