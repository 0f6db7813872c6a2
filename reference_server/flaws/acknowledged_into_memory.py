"""What storage does not take is acknowledged, and lost.

The write is queued in memory until the database is back; the queue dies with the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-DEP-01"
REPLACES = "reference_server.service.ledger:Ledger.written"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer as if it had been written."""

    def written(self: Any, group: Any, outcomes: Any, draft: Any, started: float, fault: Any) -> None:
        if fault is None:
            original(self, group, outcomes, draft, started, fault)
            return
        self.down = True
        self.answer(group, outcomes)
        self.go_on()

    return written
