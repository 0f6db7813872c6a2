"""Each receiver is awaited before the next one is served.

The fan-out writes to one connection after the other, and waits where one does not take it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core import wire

BREAKS = "SLOW-OTHERS-01"
REPLACES = "reference_server.broker.hub:Hub.deliver"
# While the slow one is kept: a cut in good time would free the others in time.
ARGUMENTS = ["--limit", "write_timeout_ms=20000", "--limit", "heartbeat.interval_ms=60000"]


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Serve a conversation's events in one line, and within each event one connection after the other."""
    lines: dict[str, asyncio.Queue[bytes]] = {}
    tasks: set[asyncio.Task[None]] = set()

    async def serve(self: Any, conversation_id: str) -> None:
        while True:
            frame = await lines[conversation_id].get()
            for connection in self.of(conversation_id):
                await connection.room.wait()
                connection.send(frame)

    def deliver(self: Any, conversation_id: str, text: str) -> None:
        if conversation_id not in lines:
            lines[conversation_id] = asyncio.Queue()
            tasks.add(asyncio.get_running_loop().create_task(serve(self, conversation_id)))
        lines[conversation_id].put_nowait(wire.text_frame(text))

    return deliver
