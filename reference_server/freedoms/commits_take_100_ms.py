"""Every commit takes 100 ms longer.

Storage on another continent.  Nothing bounds an acknowledgement but `settle_ms` and the service level.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PERMITS = ("MSG-ACK-01", "GEN-SETTLE-01")
UNTRIED = "twice the rate cannot be said within half of its time"
LATE = True
REPLACES = "reference_server.storage.sqlite:SqliteStore.commit"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Wait, on the thread of the writer."""

    def commit(self: Any) -> None:
        time.sleep(0.1)
        original(self)

    return commit
