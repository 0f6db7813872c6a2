"""Removing somebody who is no member is answered with success.

An update that changes no row counts as done.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "MEM-REMOVE-06"
REPLACES = "reference_server.service.members:remove"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Be content with whatever comes out."""

    async def remove(service: Any, caller: Any, conversation_id: str, participant_id: str) -> None:
        try:
            await original(service, caller, conversation_id, participant_id)
        except Refusal as refusal:
            if refusal.code != "NOT_FOUND":
                raise

    return remove
