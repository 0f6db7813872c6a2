"""What was stored is delivered at once, and answered 60 ms later, all that were stored together at once.

Own copies come long before; the order of acknowledgements stays (RT-FIFO-02).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PERMITS = ("MSG-ACK-01", "RT-FIFO-02", "DLV-OWN-01")
UNTRIED = "twice the rate cannot be said within half of its time"
LATE = True
REPLACES = "reference_server.service.ledger:Ledger.written"

LATER_S = 0.06


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """The next group waits until this one is answered, and so does a farewell."""

    def written(self: Any, group: Any, outcomes: Any, draft: Any, started: float, fault: Any) -> None:
        if fault is not None:
            original(self, group, outcomes, draft, started, fault)
            return
        self.written_at, self.down = self.loop.time(), False
        self.store.refresh()
        self.reveal(draft)

        def answer() -> None:
            self.answer(group, outcomes)
            self.go_on()

        asyncio.get_running_loop().call_later(LATER_S, answer)

    return written
