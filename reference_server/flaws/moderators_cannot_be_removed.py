"""Nobody can remove a moderator, the owner neither.

Staff was thought of as one group that does not touch each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-OWNER-03"
REPLACES = "reference_server.core.roles:may_remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Protect moderators."""

    def may_remove(actor: Any, target: Any) -> bool:
        return bool(original(actor, target)) and target.role != "moderator"

    return may_remove
