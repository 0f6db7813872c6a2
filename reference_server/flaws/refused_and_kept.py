"""What was refused for want of storage is stored when storage is back.

The buffer of a write that failed is not cleared, and goes with the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Request

BREAKS = "ERR-DEP-01"
REPLACES = "reference_server.service.ledger:Ledger.written"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse, and keep it."""

    def written(self: Any, group: Any, outcomes: Any, draft: Any, started: float, fault: Any) -> None:
        original(self, group, outcomes, draft, started, fault)
        if fault is not None:
            self.waiting += [Request(request.decide, nobody_waits(self.loop)) for request in group]

    return written


def nobody_waits(loop: asyncio.AbstractEventLoop) -> asyncio.Future[Any]:
    """A place for an answer that nobody reads."""
    answer: asyncio.Future[Any] = loop.create_future()
    answer.add_done_callback(lambda done: done.exception())
    return answer
