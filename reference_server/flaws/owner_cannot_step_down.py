"""An owner cannot give themselves a lower role, whoever else owns the conversation.

Changing oneself is refused without exception.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-SELF-02"
REPLACES = "reference_server.core.roles:may_change"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse every change of oneself."""

    def may_change(actor: Any, target: Any, role: str) -> bool:
        return actor.participant_id != target.participant_id and bool(original(actor, target, role))

    return may_change
