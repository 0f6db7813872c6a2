"""Over REST a conversation already stands at a position whose events are committed 50 ms later.

The cache is filled when a message is decided, and commits are collected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "DUR-SEEN-02"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True

BEHIND_S = 0.05


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Fill the cache first."""

    def begin(self: Any) -> None:
        group = self.waiting
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not any(getattr(one, "events", ()) for one in draft.writes):
            original(self)
            return
        tell()
        self.waiting = []
        for conversation in draft.conversations.values():
            self.remember(conversation)

        def written(_fault: Any) -> None:
            self.store.refresh()
            self.reveal(draft)
            self.answer(group, outcomes)
            self.go_on()

        asyncio.get_running_loop().call_later(BEHIND_S, self.writer.write, draft.writes, written)

    return begin
