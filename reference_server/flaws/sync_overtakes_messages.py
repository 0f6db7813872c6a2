"""A sync does not wait for the messages that were sent before it.

Reads and writes of a connection go through different queues.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "RT-FIFO-03"
REPLACES = "reference_server.session:Session.dispatch"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a sync at once."""

    async def dispatch(self: Any, frame: Any) -> None:
        if frame.type == "sync":
            await self.sync(frame)
        else:
            await original(self, frame)

    return dispatch
