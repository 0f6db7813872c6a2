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
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the next turn."""
        if self._every:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + self._every
            await asyncio.sleep(mine - now)
