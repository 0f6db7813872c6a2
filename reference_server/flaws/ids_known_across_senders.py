"""A message_id that another member has used is taken for a duplicate of theirs.

The unique index holds conversation and message_id, and the sender was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MSG-DUP-08"
REPLACES = "reference_server.service.ledger:Draft.message"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for the id under every member."""

    def message(self: Any, conversation_id: str, sender: str, message_id: str) -> Any:
        members = [sender, *self.conversation(conversation_id).members]
        found = (original(self, conversation_id, member, message_id) for member in members)
        return next((event for event in found if event is not None), None)

    return message
