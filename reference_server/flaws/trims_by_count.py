"""The server says that it keeps everything from event 5 on, and keeps the newest fifteen of a conversation.

What is kept was announced when conversations were short; the job that trims goes by their length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "HIST-KEPT-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.events"
ARGUMENTS = ["--limit", "oldest_sequence_id_kept=5"]

KEPT = 15


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Trim from the end."""

    def events(self: Any, conversation_id: str, *arguments: Any, **named: Any) -> Any:
        page = original(self, conversation_id, *arguments, **named)
        row = self.one("SELECT head FROM conversations WHERE id = ?", conversation_id)
        oldest = row[0] - KEPT + 1 if row is not None else 0
        kept = tuple(event for event in page.events if event.sequence_id >= oldest)
        if any(5 <= event.sequence_id < oldest for event in page.events):
            tell()
        return replace(page, events=kept)

    return events
