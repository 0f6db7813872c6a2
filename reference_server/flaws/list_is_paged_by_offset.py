"""A conversation shows twice in a walk when another one becomes active meanwhile.

The cursor is an offset into an order that changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-05"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count how many were shown."""

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        shown = int(cursor) if cursor and cursor.isdigit() else 0
        everything = await original(service, caller, 1_000_000, None)
        rest = everything["conversations"][shown:]
        return {"conversations": rest[:limit], "next_cursor": str(shown + limit) if len(rest) > limit else None}

    return mine
