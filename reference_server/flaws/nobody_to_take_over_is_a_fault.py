"""The only owner who is alone and steps down meets a fault of the server.

Somebody is always there to take over, it was thought.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import membership

BREAKS = "ROLE-SELF-03"
REPLACES = "reference_server.core.membership:change_role"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look the successor's name up before anything else."""

    def change_role(conversation: Any, actor: Any, target: Any, role: str, now: str) -> Any:
        alone = membership.successor(conversation, target) is None
        if role != "owner" and alone and membership.is_last_owner(conversation, target):
            tell()
            raise AttributeError("'NoneType' object has no attribute 'participant_id'")
        return original(conversation, actor, target, role, now)

    return change_role
