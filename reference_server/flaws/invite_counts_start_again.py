"""After a restart every invite counts from zero.

Counts live in memory, and the table is cleared of them when the server starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-KEEP-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget the counts."""

    def opened(self: Any, *arguments: Any) -> None:
        original(self, *arguments)
        self.writer.execute("UPDATE invites SET uses = 0")
        self.refresh()

    return opened
