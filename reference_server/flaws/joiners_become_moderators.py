"""Who joins without an invite to another role becomes a moderator.

The default role was chosen for a demonstration with two friends.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-JOIN-03"
REPLACES = "reference_server.core.membership:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Welcome as a moderator whom no invite gives another role."""

    def join(conversation: Any, caller: Any, display_name: str, role: str, now: str) -> Any:
        return original(conversation, caller, display_name, "moderator" if role == "member" else role, now)

    return join
