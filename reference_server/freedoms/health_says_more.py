"""The health document names more checks, knows no limit of connections and no latency, and calls itself degraded.

All of that is in its form: `null` where there is nothing to say, and 200 with `degraded`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("HLT-SHAPE-01", "HLT-STATUS-01", "GEN-EXT-02")
REPLACES = "reference_server.service.status:health"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Add what monitoring wants."""

    async def health(service: Any) -> Any:
        body = await original(service)
        checks = body["checks"]
        more = {"cache": {"status": "healthy", "hit_rate": 0.97}, "replicas": [{"lag_ms": 3}]}
        return {
            "version": "2.1",
            **body,
            "status": "degraded" if body["status"] == "healthy" else body["status"],
            "checks": {
                **more,
                "websocket": {**checks["websocket"], "connection_limit": None, "accepting": True},
                "storage": {**checks["storage"], "backend": "7 shards", "latency_ms": None},
                "queues": {**checks["queues"], "oldest_s": 0.0},
            },
            "uptime_s": 12.5,
        }

    return health
