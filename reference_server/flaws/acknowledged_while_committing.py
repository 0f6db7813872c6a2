"""Messages are acknowledged and shown when the writer has them, which is a moment before they are committed.

The writer's queue is taken for the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

BREAKS = "DUR-ACK-01"
REPLACES = "reference_server.service.ledger:Ledger.begin"
CHANCE = True


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Answer, and let the writer write."""

    def begin(self: Any) -> None:
        group, self.waiting = self.waiting, []
        if not group:
            original(self)
            return
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if draft.writes:
            tell()
            self.reveal(draft)
            self.writer.write(draft.writes, lambda _fault: self.store.refresh())
        self.answer(group, outcomes)
        self.loop.call_soon(self.begin)

    return begin
