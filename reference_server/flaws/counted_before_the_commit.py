"""Over REST a conversation already stands at a position whose events are committed 200 ms later.

The cache that resources are made from is filled when a message is decided.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "DUR-SEEN-02"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Fill the cache first."""

    def begin(self: Any) -> None:
        group = self.waiting
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not any(getattr(one, "events", ()) for one in draft.writes):
            original(self)
            return
        self.waiting = []
        for conversation in draft.conversations.values():
            self.remember(conversation)

        def written(_fault: Any) -> None:
            self.store.refresh()
            self.reveal(draft)
            self.answer(group, outcomes)
            self.go_on()

        asyncio.get_running_loop().call_later(0.2, self.writer.write, draft.writes, written)

    return begin
