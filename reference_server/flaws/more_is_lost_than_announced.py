"""The server says that it keeps everything from event 5 on, and forgets event 5 as well.

Retention and its announcement count from different ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "HIST-KEPT-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.events"
ARGUMENTS = ["--limit", "oldest_sequence_id_kept=5"]


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Read by another bound than the one that was announced."""

    def events(self: Any, conversation_id: str, *arguments: Any, **named: Any) -> Any:
        page = original(self, conversation_id, *arguments, **named)
        row = self.one("SELECT head FROM conversations WHERE id = ?", conversation_id)
        if row is None or row[0] <= 5:  # nothing is cleared out of a short timeline
            return page
        kept = tuple(event for event in page.events if event.sequence_id > 5)
        if any(event.sequence_id == 5 for event in page.events):
            tell()
        return replace(page, events=kept)

    return events
