"""A `ping` frame is answered at once, even while messages sent before it wait to be stored.

Only acknowledgements have an order among themselves (RT-FIFO-02), and only `sync` reflects what was sent before it
(RT-FIFO-03).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("HB-PONG-01", "ERR-ONE-01", "RT-FIFO-02", "RT-FIFO-03")
REPLACES = "reference_server.session:Session.dispatch"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Let it pass."""

    async def dispatch(self: Any, frame: Any) -> None:
        if frame.type == "ping":
            await self.ping(frame)
        else:
            await original(self, frame)

    return dispatch
