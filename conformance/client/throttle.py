"""Keeps the suite polite where it is a guest: so many requests and frames a second, and no more."""

from __future__ import annotations

import asyncio
import time

POLITE_PER_SECOND = 10
"""What is sent at most to a server outside this machine, unless its owner has allowed more."""


class Throttle:
    """Hands out turns at an even pace; without a limit, at once."""

    def __init__(self, per_second: float | None) -> None:
        self.per_second = per_second
        self._every = 1 / per_second if per_second else 0.0
        self._last = float("-inf")
        self._gate = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for the next turn.  It is reckoned from when the one before was really taken, so that no late one is
        made up for."""
        if self._every:
            async with self._gate:
                await asyncio.sleep(self._last + self._every - time.monotonic())
                self._last = time.monotonic()
