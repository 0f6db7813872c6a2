"""A moderator can change the role of anybody, an owner's too.

The new role is compared with the actor's, the target's present one is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import roles

BREAKS = "ROLE-MOD-03"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the new role only."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        if actor.participant_id == target.participant_id:
            return bool(original(actor, target, role))
        return roles.outranks(actor.role, role)

    return may_change
