"""A join by an invite is not counted.

The count was planned together with a screen that shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-USE-03"
REPLACES = "reference_server.core.invites:used"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count nothing."""

    def used(invite: Any) -> Any:
        return invite

    return used
