"""Messages are acknowledged from a buffer that is written every half second, and not at the end.

The timer that flushes the buffer is not what the shutdown waits for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "STOP-KEEP-01"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer at once, write later."""

    def begin(self: Any) -> None:
        group = self.waiting
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not any(getattr(one, "events", ()) for one in draft.writes):
            original(self)
            return
        self.waiting, self.busy = [], False
        self.quiet.set()
        self.reveal(draft)
        self.answer(group, outcomes)
        asyncio.get_running_loop().call_later(0.5, self.writer.write, draft.writes, lambda fault: self.store.refresh())

    return begin
