"""A message that was refused because storage was down takes a number of the timeline with it.

The cached head is advanced before the write, and not taken back when the write fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

BREAKS = "MSG-NUM-01"
REPLACES = "reference_server.service.ledger:Ledger.written"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Keep the head of a group that was lost."""

    def written(self: Any, group: Any, outcomes: Any, draft: Any, started: float, fault: Any) -> None:
        for conversation in draft.conversations.values() if fault is not None else ():
            known = self.conversation(conversation.id)
            if known is not None and known.head < conversation.head:
                tell()
                self.remember(replace(known, head=conversation.head))
        original(self, group, outcomes, draft, started, fault)

    return written
