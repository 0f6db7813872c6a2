"""Whoever renews their token in one tab hears nothing more in the others.

A renewal registers the connection anew, under its participant, and the register holds one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "DLV-ALL-01"
REPLACES = "reference_server.session:Session.auth"


def lie(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Take the others out of the fan-out."""

    async def auth(self: Any, frame: Any) -> None:
        await original(self, frame)
        for other in self.service.hub.of_participant(self.connection.conversation_id, self.caller.participant_id):
            if other is not self.connection:
                tell()
                self.service.hub.remove(other)

    return auth
