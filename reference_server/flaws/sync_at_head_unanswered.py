"""A sync by who has everything is not answered.

There is nothing to send, so nothing is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import validate

BREAKS = "ERR-ONE-01"
REPLACES = "reference_server.session:Session.sync"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return early."""

    async def sync(self: Any, frame: Any) -> None:
        position, _ = validate.sync(frame.fields)
        conversation, _ = self.place()
        if position != conversation.head:
            await original(self, frame)

    return sync
