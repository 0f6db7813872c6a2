"""While one message of a connection is looked at for 10 ms, the next ones overtake it.

Each frame is handled by a task of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "RT-FIFO-01"
REPLACES = "reference_server.session:Session.message"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take the first of a burst aside."""
    tasks: set[Any] = set()

    async def message(self: Any, frame: Any) -> None:
        if getattr(self, "looking", False):
            await original(self, frame)
            return
        self.looking = True
        task = asyncio.get_running_loop().create_task(look(self, frame))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def look(session: Any, frame: Any) -> None:
        await asyncio.sleep(0.01)
        session.looking = False
        try:
            await original(session, frame)
        except Refusal as refusal:
            session.refuse(frame, refusal)

    return message
