"""Messages are acknowledged when they are decided; the commit that holds them follows within 50 ms.

Write-behind: what is decided goes into a buffer that a timer empties.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "DUR-ACK-01"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True

BEHIND_S = 0.05


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Answer, then write."""
    buffer: list[Any] = []

    def begin(self: Any) -> None:
        group, self.waiting = self.waiting, []
        if not group:
            original(self)
            return
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if draft.writes:
            tell()
            if not buffer:
                asyncio.get_running_loop().call_later(BEHIND_S, flush, self)
            buffer.extend(draft.writes)
            self.reveal(draft)
        self.answer(group, outcomes)
        self.loop.call_soon(self.begin)

    def flush(ledger: Any) -> None:
        writes = list(buffer)
        buffer.clear()
        ledger.writer.write(writes, lambda _fault: ledger.store.refresh())

    return begin
