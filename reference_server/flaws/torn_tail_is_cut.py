"""After a kill the newest message is gone: what was written last is taken for torn.

The recovery does not look whether the last record is whole.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reference_server.storage.sqlite import FILE_NAME

BREAKS = "DUR-ACK-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"

NEWEST = "SELECT id, head FROM conversations WHERE head > 0 ORDER BY updated_at DESC LIMIT 1"
CUT = "DELETE FROM events WHERE conversation_id = ? AND sequence_id = ? AND type = 'message'"
HEAD = "UPDATE conversations SET head = head - 1 WHERE id = ?"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Cut the newest off, where a log was left behind."""

    def opened(self: Any, folder: Path) -> None:
        log = folder / f"{FILE_NAME}-wal"
        torn = log.exists() and log.stat().st_size > 0
        original(self, folder)
        newest = self.writer.execute(NEWEST).fetchone() if torn else None
        if newest is not None:
            self.release()
            if self.writer.execute(CUT, newest).rowcount:
                tell()
                self.writer.execute(HEAD, newest[:1])
            self.refresh()

    return opened
