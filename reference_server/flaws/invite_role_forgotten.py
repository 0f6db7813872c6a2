"""Whoever joins by an invite becomes a member, whatever role it gives.

The role is not carried over from the invite to the membership.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-USE-01"
REPLACES = "reference_server.core.membership:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Make a member of everybody."""

    def join(conversation: Any, caller: Any, display_name: str, role: str, now: str) -> Any:
        return original(conversation, caller, display_name, "member", now)

    return join
