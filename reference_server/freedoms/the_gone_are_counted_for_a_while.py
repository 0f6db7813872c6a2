"""A connection that has gone stands in the health document 1.5 s longer.

HLT-COUNT-01: within `settle_ms`; a gauge that is read now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PERMITS = ("HLT-COUNT-01",)
REPLACES = "reference_server.broker.hub:Hub.remove"

LATER_S = 1.5


def vary(original: Callable[..., bool]) -> Callable[..., bool]:
    """Take it off the number in a while."""

    def remove(self: Any, connection: Any) -> bool:
        before = self.count
        last = original(self, connection)
        gone = before - self.count

        def forget() -> None:
            self.count -= gone

        self.count = before
        asyncio.get_running_loop().call_later(LATER_S, forget)
        return last

    return remove
