"""A moderator can make a member a moderator, or an owner.

The target's present role is compared with the actor's, the new one is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-MOD-04"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the present role only."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        if actor.participant_id == target.participant_id:
            return bool(original(actor, target, role))
        return roles.outranks(actor.role, target.role)

    return may_change
