"""An owner cannot make anybody else an owner.

The new role has to be below the actor's own, as it is for moderators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-OWNER-01"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Compare ranks, for owners too."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        above = roles.RANK[actor.role] > roles.RANK[role] or actor.participant_id == target.participant_id
        return bool(original(actor, target, role)) and above

    return may_change
