"""A message of more than a thousand characters is overtaken by short ones that the same client sent behind it.

Long texts are looked at in a pool, so that they do not hold up the loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "RT-FIFO-01"
REPLACES = "reference_server.session:Session.message"

LONG = 1000
LOOKED_AT_S = 0.005


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take the long ones aside."""
    tasks: set[Any] = set()

    async def message(self: Any, frame: Any) -> None:
        content = frame.fields.members.get("content")
        if not isinstance(content, str) or len(content) <= LONG:
            if getattr(self, "aside", 0):
                tell()
            await original(self, frame)
            return
        self.aside = getattr(self, "aside", 0) + 1
        task = asyncio.get_running_loop().create_task(look(self, frame))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def look(session: Any, frame: Any) -> None:
        await asyncio.sleep(LOOKED_AT_S)
        session.aside -= 1
        try:
            await original(session, frame)
        except Refusal as refusal:
            session.refuse(frame, refusal)

    return message
