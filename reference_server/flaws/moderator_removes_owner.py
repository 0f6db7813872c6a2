"""A moderator can remove anybody, an owner too.

That the actor may remove is asked, whom they remove is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-MOD-03"
REPLACES = "reference_server.core.roles:may_remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Spare only the actor."""

    def may_remove(actor: Any, target: Any) -> bool:
        return bool(actor.participant_id != target.participant_id)

    return may_remove
