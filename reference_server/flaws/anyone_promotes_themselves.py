"""Everybody may give themselves any role.

One's own entry counts as one's own profile, which everybody may edit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-SELF-01"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let everybody edit themselves."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        return actor.participant_id == target.participant_id or bool(original(actor, target, role))

    return may_change
