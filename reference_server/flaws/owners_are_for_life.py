"""An owner cannot change another owner.

A rule that protects owners from moderators protects them from everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-OWNER-02"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave owners alone."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        other_owner = target.role == "owner" and actor.participant_id != target.participant_id
        return bool(original(actor, target, role)) and not other_owner

    return may_change
