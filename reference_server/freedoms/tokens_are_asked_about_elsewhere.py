"""Every token is checked by another service, which takes 40 to 100 ms.

Nothing bounds an answer but `settle_ms` and the service levels.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

PERMITS = ("AUTH-VALID-01", "ISO-HIDE-08", "WS-UPGRADE-01")
UNTRIED = "twice the rate cannot be said within half of its time"
LATE = True
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for it."""

    async def verify(self: Any, token: str) -> Any:
        await asyncio.sleep(random.uniform(0.04, 0.1))  # noqa: S311  no secret
        return await original(self, token)

    return verify
