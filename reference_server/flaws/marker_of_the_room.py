"""When one member reads, everybody has read.

The marker is stored with the conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service.ledger import Draft
from reference_server.storage import PutRead

BREAKS = "READ-OWNER-01"
REPLACES = "reference_server.service.messages:move_marker"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Move them all."""

    def move_marker(draft: Draft, caller: Any, conversation_id: str, position: int) -> tuple[int, bool]:
        marker, moved = original(draft, caller, conversation_id, position)
        if moved:
            for name in draft.conversation(conversation_id).members:
                draft.add(PutRead(conversation_id, name, marker))
        return marker, moved

    return move_marker
