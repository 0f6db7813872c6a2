"""Whose id begins another person's id finds that person's conversations in their list.

The owner of an entry is searched for by a key that is compared from its beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ISO-LIST-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.conversations_of"

QUERY = (
    "SELECT DISTINCT c.id, c.updated_at FROM members m JOIN conversations c ON c.id = m.conversation_id"
    " WHERE substr(m.participant_id, 1, ?) = ? AND c.closed = 0 AND (c.updated_at, c.id) < (?, ?)"
    " ORDER BY c.updated_at DESC, c.id DESC LIMIT ?"
)


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Compare beginnings."""

    def conversations_of(self: Any, participant_id: str, below: Any, limit: int) -> list[str]:
        place = below or ("~", "~")
        found = [row[0] for row in self.rows(QUERY, len(participant_id), participant_id, *place, limit)]
        if found != original(self, participant_id, below, limit):
            tell()
        return found

    return conversations_of
