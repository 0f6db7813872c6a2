"""A change of role is answered with the member as they were before.

The answer is built from the row that was read before the update.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ROLE-EVENT-03"
REPLACES = "reference_server.service.members:change_role"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show the old row."""

    async def change_role(service: Any, caller: Any, conversation_id: str, participant_id: str, role: str) -> Any:
        before = service.ledger.conversation(conversation_id)
        after, member = await original(service, caller, conversation_id, participant_id, role)
        return after, member if before is None else before.members[participant_id]

    return change_role
