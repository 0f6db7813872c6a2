"""People named at creation do not find the conversation in their list.

Lists are kept per person, and filled by creating and joining.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-CREATE-15"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out where somebody was only named."""

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        page = await original(service, caller, limit, cursor)
        found = []
        for entry in page["conversations"]:
            member = service.ledger.conversation(entry["id"]).members[caller.participant_id]
            if member.rank > 0 or member.role == "owner":
                found.append(entry)
        return {**page, "conversations": found}

    return mine
