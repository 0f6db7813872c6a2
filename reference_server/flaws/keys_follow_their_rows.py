"""A message is committed, and 10 ms later the key by which it is recognised: a crash in between forgets the key.

Timeline and idempotency are two tables with a transaction each.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from reference_server.core.model import Change
from reference_server.storage import StorageDown

BREAKS = "ONCE-RETRY-01"
REPLACES = "reference_server.storage.sqlite:SqliteStore.write"
CHANCE = True

SET = "UPDATE events SET message_id = ? WHERE conversation_id = ? AND sequence_id = ?"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Write the rows without their keys, then the keys."""

    def write(self: Any, group: Any) -> None:
        keys = [
            (event.message_id, one.after.id, event.sequence_id)
            for one in group
            if isinstance(one, Change)
            for event in one.events
            if event.message_id is not None
        ]
        if not keys:
            original(self, group)
            return
        tell()
        try:
            self.writer.execute("BEGIN IMMEDIATE")
            self.fill(group)
            self.writer.executemany(SET, [(None, *where) for _, *where in keys])
            self.commit()
            time.sleep(0.01)
            self.writer.execute("BEGIN IMMEDIATE")
            self.writer.executemany(SET, keys)
            self.commit()
        except sqlite3.Error as fault:
            if self.writer.in_transaction:
                self.writer.execute("ROLLBACK")
            raise StorageDown(type(fault).__name__) from fault

    return write
