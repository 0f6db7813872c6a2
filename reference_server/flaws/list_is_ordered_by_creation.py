"""Conversations are listed in the order of their creation.

The order was right as long as nobody wrote anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-02"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Sort otherwise."""

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        page = await original(service, caller, limit, cursor)
        page["conversations"].sort(key=lambda entry: service.ledger.conversation(entry["id"]).created_at, reverse=True)
        return page

    return mine
