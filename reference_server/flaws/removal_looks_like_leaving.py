"""Who is removed seems to have left by themselves.

Removal calls the function of leaving, which knows no actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MEM-REMOVE-01"
REPLACES = "reference_server.service.members:going"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget the reason and the actor, but for the connections."""

    def going(service: Any, conversation: Any, member: Any, reason: str, by: Any) -> Any:
        change = original(service, conversation, member, "left", None)
        return replace(change, gone={member.participant_id: reason})

    return going
