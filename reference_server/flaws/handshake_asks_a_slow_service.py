"""Every handshake waits for a profile service that takes 120 ms.

A call over the network, made before the upgrade because the name was to be fresh.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SLO-SHAKE-01"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wait for the other service first."""

    async def admit(self: Any, conversation_id: str) -> Any:
        await asyncio.sleep(0.12)
        return await original(self, conversation_id)

    return admit
