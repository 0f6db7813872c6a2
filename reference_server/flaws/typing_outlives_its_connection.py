"""Somebody whose last connection closes goes on typing.

Clean-up stops the timer and tells nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "TYP-STOP-03"
REPLACES = "reference_server.service.presence:Presence.went"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Forget the typist in silence."""

    def went(self: Any, connection: Any) -> None:
        typing = self.typists.pop((connection.conversation_id, connection.participant_id), None)
        if typing is not None and typing.end is not None:
            typing.end.cancel()
        original(self, connection)

    return went
