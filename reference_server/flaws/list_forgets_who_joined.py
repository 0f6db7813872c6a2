"""Conversations that a person has joined are not in their list.

The list is asked for by creator and by the list of the creation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-01"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out where somebody came later."""

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        page = await original(service, caller, limit, cursor)
        found = []
        for entry in page["conversations"]:
            if service.ledger.conversation(entry["id"]).members[caller.participant_id].rank == 0:
                found.append(entry)
        return {**page, "conversations": found}

    return mine
