"""A typing frame is answered.

One acknowledgement for all frames that have no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "ERR-ONE-02"
REPLACES = "reference_server.session:Session.typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Acknowledge it."""

    async def typing(self: Any, frame: Any) -> None:
        await original(self, frame)
        self.answer(frame, {"type": "ack"})

    return typing
