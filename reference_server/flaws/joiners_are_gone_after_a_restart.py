"""After a restart only those are members who were there when the conversation was made.

Who joined later is kept in memory; the table of members is written at the creation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "DUR-MEMBER-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Read the members as they began."""

    def opened(self: Any, folder: Any) -> None:
        original(self, folder)
        self.release()
        if self.writer.execute("DELETE FROM members WHERE rank > 0").rowcount:
            tell()
        self.refresh()

    return opened
