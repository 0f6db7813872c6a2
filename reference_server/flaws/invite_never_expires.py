"""An invite works after its end.

The end is stored and shown, but not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-USE-07"
REPLACES = "reference_server.core.invites:expired"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Know no end."""

    def expired(invite: Any, now: float) -> bool:
        return False

    return expired
