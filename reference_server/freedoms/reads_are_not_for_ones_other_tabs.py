"""A marker that moves is told to the other participants, and not to the reader's other connections.

READ-SHOW-01 speaks of the other participants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

PERMITS = ("READ-SHOW-01", "PEER-ANSWER-01")
REPLACES = "reference_server.broker.hub:Hub.whisper"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Leave them out."""

    def whisper(self: Any, receivers: Iterable[Any], frame: Any) -> None:
        reader = frame.get("participantId") if frame["type"] == "read" else None
        original(self, [one for one in receivers if one.participant_id != reader], frame)

    return whisper
