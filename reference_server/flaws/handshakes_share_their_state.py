"""Of handshakes at the same moment all are resumed from the position of the last.

What a handshake asks for is kept where the next one overwrites it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

BREAKS = "SYNC-STORM-01"
REPLACES = "reference_server.socket:Sockets.converse"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep it in one place."""

    async def converse(self: Any, conversation_id: str, caller: Any, asked: Any) -> None:
        self.asked = asked
        await asyncio.sleep(0.02)
        await original(self, conversation_id, caller, self.asked)

    return converse
