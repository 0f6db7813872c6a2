"""Joins and leaves count as unread too.

The number is the head minus the marker: no query is needed for that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-COUNT-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.unread"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Subtract."""

    def unread(self: Any, conversation_id: str, marker: int) -> int:
        row = self.one("SELECT head FROM conversations WHERE id = ?", conversation_id)
        return int(row[0]) - marker if row else 0

    return unread
