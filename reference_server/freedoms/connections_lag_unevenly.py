"""Each connection is served at a lateness of its own, up to 0.3 s, that changes from frame to frame.

Each hangs off another node.  Order holds on a connection (DLV-GAP-01), not between two; `settle_ms` bounds it.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any

PERMITS = ("DLV-LIMIT-01", "DLV-OTHERS-01", "DLV-OWN-01", "WS-CONNECTED-01", "HB-PONG-01")
LATE = True
REPLACES = "reference_server.socket:Connection"

MOST = 0.3
"""Much more than a delivery takes; every answer waits for it, so that a second would make a run one of ten minutes."""


def vary(original: type[Any], tell: Callable[[], None]) -> type[Any]:
    """A line of its own for each."""

    class LaggingConnection(original):  # type: ignore[misc]
        """Whatever goes out takes a while."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.line: deque[bytes] = deque()
            self.lag = random.uniform(0, MOST)  # noqa: S311  no secret

        def send(self, frame: bytes) -> None:
            """Put it on the line."""
            self.line.append(frame)
            delay = self.lag * random.uniform(0.5, 1.0)  # noqa: S311  no secret
            asyncio.get_running_loop().call_later(delay, self.arrive)
            tell()

        def arrive(self) -> None:
            """The oldest has arrived: nothing overtakes."""
            if self.line:
                super().send(self.line.popleft())

        def close(self, why: str, reason: str = "") -> None:
            """What is on the line comes before the end."""
            while self.line and why != "slow":
                self.arrive()
            super().close(why, reason)

    return LaggingConnection
