"""Typing takes a number of the timeline.

Every frame that is passed on is stored first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context, messages

BREAKS = "TYP-STORE-01"
REPLACES = "reference_server.session:Session.typing"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Store it."""

    async def typing(self: Any, frame: Any) -> None:
        await original(self, frame)
        stored: dict[str, Any] = {
            "message_id": context.new_id("t"),
            "content": "...",
            "mentions": [],
            "reply_to": None,
            "metadata": None,
        }
        messages.send(self.service, self.caller, self.connection.conversation_id, stored)

    return typing
