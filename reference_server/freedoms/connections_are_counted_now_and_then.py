"""The number of open connections in the health document is as old as ten seconds.

HLT-COUNT-01 is advice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PERMITS = ("HLT-COUNT-01", "HLT-SHAPE-01")
ADVICE = ("HLT-COUNT-01",)
REPLACES = "reference_server.service.status:health"

AGE = 10.0


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep it for a while."""
    kept = {"at": -AGE, "count": 0.0}

    async def health(service: Any) -> Any:
        body = await original(service)
        if time.monotonic() - kept["at"] > AGE:
            kept.update(at=time.monotonic(), count=body["checks"]["websocket"]["connections"])
        body["checks"]["websocket"]["connections"] = int(kept["count"])
        return body

    return health
