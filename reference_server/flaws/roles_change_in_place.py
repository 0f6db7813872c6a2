"""A change of role leaves no event in the timeline.

The column is updated in place, as it is for a display name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reference_server.core import membership
from reference_server.core.model import Change

BREAKS = "ROLE-EVENT-01"
REPLACES = "reference_server.core.membership:change_role"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Change the row and nothing else."""

    def change_role(conversation: Any, actor: Any, target: Any, role: str, now: str) -> Change:
        changed = replace(target, role=role)
        return Change(membership.with_member(conversation, changed), altered=(changed,))

    return change_role
