"""A borrowed cursor goes on with the list of the person who lent it.

The cursor carries its owner's id, and is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-09"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Go on with whoever began."""
    owners: dict[str, Any] = {}

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        caller = owners.get(cursor, caller)
        page = await original(service, caller, limit, cursor)
        if page["next_cursor"] is not None:
            owners[page["next_cursor"]] = caller
        return page

    return mine
