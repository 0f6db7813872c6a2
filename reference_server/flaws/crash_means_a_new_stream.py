"""After a kill every conversation has another `stream_id`, although nothing was lost.

Only an orderly end is trusted to have kept the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reference_server.storage.sqlite import FILE_NAME

BREAKS = "GEN-STREAM-03"
REPLACES = "reference_server.storage.sqlite:SqliteStore.__init__"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Begin anew, where a log was left behind."""

    def opened(self: Any, folder: Path) -> None:
        log = folder / f"{FILE_NAME}-wal"
        crashed = log.exists() and log.stat().st_size > 0
        original(self, folder)
        if crashed:
            self.release()
            if self.writer.execute("UPDATE conversations SET stream_id = stream_id || '+'").rowcount:
                tell()
            self.refresh()

    return opened
