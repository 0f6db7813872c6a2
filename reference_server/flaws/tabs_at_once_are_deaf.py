"""Of connections that one participant opens at the same moment only one hears anything.

The set-up of a participant's state runs twice at once, and one set-up loses.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from reference_server import socket

BREAKS = "PEER-ONE-01"
REPLACES = "reference_server.socket:Sockets.admit"

SET_UP_S = 0.02


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Let the last one win."""
    under_way: Counter[tuple[str, str | None]] = Counter()
    losing: set[asyncio.Task[None]] = set()

    async def admit(self: Any, conversation_id: str) -> Any:
        whose = (conversation_id, socket.read_handshake().authorization)
        under_way[whose] += 1
        try:
            caller, asked = await original(self, conversation_id)
            await asyncio.sleep(SET_UP_S)
            loses = under_way[whose] > 1
        finally:
            under_way[whose] -= 1
        if loses:
            tell()
            losing.add(asyncio.get_running_loop().create_task(forget(self.service.hub, conversation_id, caller)))
        return caller, asked

    return admit


async def forget(hub: Any, conversation_id: str, caller: Any) -> None:
    """Take a connection out as soon as it is in, if it ever is."""
    for _ in range(10_000):
        room = hub.rooms.get(conversation_id, {})
        for connection in list(room.values()):
            if connection.caller is caller:
                del room[connection.id]
                hub.count -= 1
                return
        await asyncio.sleep(0)
