"""Messages are delivered at once; the commit, and the ack, follow 200 ms later.

Fan-out does not wait for the commit, and commits are collected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "DUR-SEEN-01"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Show, then write."""

    def begin(self: Any) -> None:
        group = self.waiting
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not any(getattr(one, "events", ()) for one in draft.writes):
            original(self)
            return
        self.waiting = []
        self.reveal(draft)

        def written(_fault: Any) -> None:
            self.store.refresh()
            self.answer(group, outcomes)
            self.go_on()

        asyncio.get_running_loop().call_later(0.2, self.writer.write, draft.writes, written)

    return begin
