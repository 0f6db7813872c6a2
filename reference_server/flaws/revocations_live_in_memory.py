"""After a restart, invites that were revoked let people in again.

The list of what was revoked is kept by the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "INV-KEEP-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Forget them."""

    def opened(self: Any, folder: Any) -> None:
        original(self, folder)
        self.release()
        if self.writer.execute("UPDATE invites SET revoked = 0 WHERE revoked = 1").rowcount:
            tell()
        self.refresh()

    return opened
