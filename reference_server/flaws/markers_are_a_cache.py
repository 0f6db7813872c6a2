"""Read markers are gone after a restart.

They are taken for a cache, and a cache is emptied at the start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "READ-KEEP-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Begin afresh."""

    def start(self: Any, *arguments: Any) -> None:
        original(self, *arguments)
        self.writer.execute("DELETE FROM reads")
        self.refresh()

    return start
