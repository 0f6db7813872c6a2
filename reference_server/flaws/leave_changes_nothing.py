"""Leaving is answered with success, and the leaver stays a member.

The route was there before the storage call that it was waiting for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-LEAVE-01"
REPLACES = "reference_server.service.members:decide_leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Decide nothing."""

    def decide_leave(service: Any, draft: Any, caller: Any, conversation_id: str) -> None:
        return None

    return decide_leave
