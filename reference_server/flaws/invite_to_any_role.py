"""An invite may give any role, its maker's own too.

The role of an invite is checked for its spelling only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-MAKE-05"
REPLACES = "reference_server.core.invites:check_role"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare nothing."""

    def check_role(inviter: Any, role: str) -> None:
        return None

    return check_role
