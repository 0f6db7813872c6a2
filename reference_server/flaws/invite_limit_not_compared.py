"""An invite can be used more often than its `max_uses`.

The count is kept and shown, but not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-USE-04"
REPLACES = "reference_server.core.invites:used_up"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare nothing."""

    def used_up(invite: Any) -> bool:
        return False

    return used_up
