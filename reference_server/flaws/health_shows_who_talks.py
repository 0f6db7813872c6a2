"""The health document lists the conversations that are open, with their titles.

Details meant for debugging are passed through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-SECRET-01"
REPLACES = "reference_server.service.status:health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add details."""

    async def health(service: Any) -> Any:
        document = await original(service)
        open_now = [[one.id, one.title] for one in service.ledger.cache.values()]
        document["checks"]["queues"]["conversations"] = open_now
        return document

    return health
