"""What the server says about itself: its capabilities and its health. Never an id, a name or a token."""

from __future__ import annotations

import asyncio

from reference_server import __version__
from reference_server.core import wire
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.service.ledger import Ledger
from reference_server.storage import Probe

PROTOCOL_VERSION = "1.0"
PROBE_SECONDS = 0.05  # health answers under 100 ms, whatever the disk does
PROBE_AFTER = 0.5  # seconds for which the last write says how storage is; asking costs a write


def capabilities(service: Service) -> wire.Json:
    """Return the capabilities document."""
    settings = service.settings
    return {
        "protocol_version": PROTOCOL_VERSION,
        "server": {"name": "chat-conformance reference server", "version": __version__},
        "capabilities": {name: {} for name in settings.capabilities},
        "limits": service.declared_limits,
        "allowed_origins": list(settings.allowed_origins),
    }


async def health(service: Service) -> wire.Json:
    """Return how the server is; storage of which nothing good was heard lately is tried."""
    ledger = service.ledger
    if to_be_tried(ledger):
        probe = ledger.submit(lambda draft: draft.add(Probe()))
        await asyncio.wait([probe], timeout=PROBE_SECONDS)
        probe.add_done_callback(lambda done: done.cancelled() or done.exception())
    connections, most = service.hub.count, service.settings.connection_limit
    near = [count for count in ledger.messages_waiting.values() if count * 2 > ledger.queue_limit]
    checks: wire.Json = {
        "websocket": {
            "status": "healthy" if connections < most else "degraded",
            "connections": connections,
            "connection_limit": most,
        },
        "storage": {
            "status": "unhealthy" if ledger.down else "healthy",
            "backend": "sqlite",
            "latency_ms": round(ledger.write_seconds * 1000, 3),
        },
        "queues": {
            "status": "degraded" if near else "healthy",
            "total_conversations": service.store.total_conversations(),
            "queues_near_limit": len(near),
        },
    }
    return {"status": worst(checks), "checks": checks, "timestamp": context.stamp()}


def to_be_tried(ledger: Ledger) -> bool:
    """It failed last time, or that is a while ago."""
    return ledger.down or ledger.loop.time() - ledger.written_at > PROBE_AFTER


def worst(checks: wire.Json) -> str:
    """Return the worst of the checks' statuses."""
    found = {check["status"] for check in checks.values()}
    return next(status for status in ("unhealthy", "degraded", "healthy") if status in found)
