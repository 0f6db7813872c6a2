"""Whoever came back by a resume can listen, and every message of theirs is refused.

A resumed connection is registered as a reader, and sending looks elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from quart import websocket

from reference_server.core.errors import Refusal

BREAKS = "SYNC-LID-01"
REPLACES = "reference_server.session:Session.message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse on resumed connections."""

    async def message(self: Any, frame: Any) -> None:
        if b"after=" in websocket.query_string:
            raise Refusal("UNAVAILABLE", "The session is not ready")
        await original(self, frame)

    return message
