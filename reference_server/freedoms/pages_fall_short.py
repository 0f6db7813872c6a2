"""Pages hold about half of what they may: of history, of a sync.

Every bound is "at most"; `has_more` says that there is more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("HIST-PAGE-07", "SYNC-SIZE-01", "SYNC-WALK-01")
REPLACES = "reference_server.service.context:SqliteStore"


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """A store that reads less than it was asked for."""

    class ShortStore(original):  # type: ignore[misc]
        """Half of it, rounded up."""

        def events(self, conversation_id: str, after: int, before: int, limit: int, newest: bool, counted: bool) -> Any:
            """The newest fifty of a resource stay fifty."""
            if limit != 50:
                limit = (limit + 1) // 2
                tell()
            return super().events(conversation_id, after, before, limit, newest, counted)

        def follow(self, conversation_id: str, position: int, most: int) -> Any:
            """The same for a sync."""
            return super().follow(conversation_id, position, (most + 1) // 2)

    return ShortStore
