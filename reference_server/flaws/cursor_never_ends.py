"""The last page of the list has a cursor too, which leads to itself.

A cursor is made of the last entry, and there is always a last entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "CONV-LIST-06"
REPLACES = "reference_server.service.conversations:mine"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Always give one."""

    async def mine(service: Any, caller: Any, limit: int, cursor: Any) -> Any:
        page = await original(service, caller, limit, cursor)
        return {**page, "next_cursor": page["next_cursor"] or cursor or "WyJ-IiwifiJd"}

    return mine
