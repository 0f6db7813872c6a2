"""Leaving a conversation that one is no member of is answered with success.

Deleting nothing counts as done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "MEM-LEAVE-05"
REPLACES = "reference_server.service.members:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Be content with whatever comes out."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> None:
        try:
            await original(service, caller, conversation_id)
        except Refusal:
            return

    return leave
