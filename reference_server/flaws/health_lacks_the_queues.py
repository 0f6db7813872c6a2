"""The health document says nothing of the queues.

A check is left out where its component has nothing to report.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "HLT-SHAPE-01"
REPLACES = "reference_server.service.status:health"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Leave it out."""

    async def health(service: Any) -> Any:
        document = await original(service)
        del document["checks"]["queues"]
        return document

    return health
