"""What several flaws have in common: something is done with a decision before it is durable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft, outcome

Doing = Callable[[Any, Draft], None]
"""What is done with a ledger and a draft."""


def reveal(ledger: Any, draft: Draft) -> None:
    """Show everybody what was decided."""
    ledger.reveal(draft)


def remember(ledger: Any, draft: Draft) -> None:
    """Let resources be made from it, and show it to nobody."""
    for conversation in draft.conversations.values():
        ledger.remember(conversation)


def nothing(_ledger: Any, _draft: Draft) -> None:
    """Leave it."""


def committed_later(
    original: Callable[..., Any], tell: Callable[[], None], behind_s: float, *, first: Doing, then: Doing = nothing
) -> Callable[..., Any]:
    """Do the one thing with a group that has events at once, commit it so much later, then do the other, and answer."""

    def begin(self: Any) -> None:
        group = self.waiting
        draft = Draft(self)
        outcomes = [outcome(request, draft) for request in group]
        if not any(getattr(one, "events", ()) for one in draft.writes):
            original(self)
            return
        tell()
        self.waiting = []
        first(self, draft)

        def written(_fault: Any) -> None:
            self.store.refresh()
            then(self, draft)
            self.answer(group, outcomes)
            self.go_on()

        asyncio.get_running_loop().call_later(behind_s, self.writer.write, draft.writes, written)

    return begin
