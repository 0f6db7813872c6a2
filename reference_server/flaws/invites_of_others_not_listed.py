"""The list shows the caller's own invites only.

The query asks for who made them, as the screen that it was written for did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-LIST-01"
REPLACES = "reference_server.service.invitations:listed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave the others' out."""

    async def listed(service: Any, caller: Any, conversation_id: str) -> Any:
        shown = await original(service, caller, conversation_id)
        return {"invites": [one for one in shown["invites"] if one["created_by"] == caller.participant_id]}

    return listed
