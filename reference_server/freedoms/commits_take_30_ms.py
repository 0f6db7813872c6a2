"""Every commit takes 30 ms longer, and what comes in the meantime is committed together.

A disk that turns.  Nothing bounds an acknowledgement but `settle_ms` and the service level.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PERMITS = ("MSG-ACK-01", "GEN-SETTLE-01")
LATE = True
REPLACES = "reference_server.storage.sqlite:SqliteStore.commit"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Wait, on the thread of the writer."""

    def commit(self: Any) -> None:
        time.sleep(0.03)
        original(self)

    return commit
