"""A handshake is answered at once, and greeted 60 ms later: the snapshot is put together first.

The position in `connected` is what counts (WS-CONNECTED-01, DLV-NEXT-01), not the moment of the handshake.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

PERMITS = ("WS-UPGRADE-01", "WS-CONNECTED-01", "DLV-NEXT-01")
REPLACES = "reference_server.socket:Sockets.converse"

LATER_S = 0.06


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """Who waits for the greeting holds a place already."""

    async def converse(self: Any, conversation_id: str, caller: Any, asked: Any) -> None:
        who = (conversation_id, caller.participant_id)
        self.arriving[who] += 1
        try:
            await asyncio.sleep(LATER_S)
        finally:
            self.arriving[who] -= 1
        await original(self, conversation_id, caller, asked)

    return converse
