"""A message_id that its sender has used in another conversation is taken for a duplicate.

The key was made of sender and id, because ids are random anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-09"
REPLACES = "reference_server.service.ledger:Draft.message"
PLACES: dict[tuple[str, str], str] = {}


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look in the first conversation where the id was seen."""

    def message(self: Any, conversation_id: str, sender: str, message_id: str) -> Any:
        place = PLACES.setdefault((sender, message_id), conversation_id)
        return original(self, place, sender, message_id)

    return message
