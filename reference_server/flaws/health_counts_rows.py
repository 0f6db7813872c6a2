"""Health counts every row of every table before it answers.

A figure that somebody wanted on a dashboard, and that takes 150 ms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-HEALTH-01"
REPLACES = "reference_server.http:Rest.health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Count first."""

    async def health(self: Any) -> Any:
        await asyncio.sleep(0.15)
        return await original(self)

    return health
