"""The second page of the list holds other people's conversations.

The filter by member is missing where the query goes on from a cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ISO-LIST-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.conversations_of"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Filter the first page."""

    def conversations_of(self: Any, participant_id: str, below: Any, limit: int) -> Any:
        if below is None:
            return original(self, participant_id, below, limit)
        rows = self.rows(
            "SELECT id FROM conversations WHERE closed = 0 AND (updated_at, id) < (?, ?)"
            " ORDER BY updated_at DESC, id DESC LIMIT ?",
            *below,
            limit,
        )
        return [row[0] for row in rows]

    return conversations_of
