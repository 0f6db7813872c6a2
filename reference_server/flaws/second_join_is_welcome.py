"""A member who joins again is answered as if they had just come.

The operation was made idempotent out of kindness.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BREAKS = "MEM-JOIN-04"
REPLACES = "reference_server.service.members:decide_join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a member with the conversation."""

    def decide_join(service: Any, draft: Any, caller: Any, conversation_id: str, *more: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        if caller.participant_id in conversation.members:
            return conversation
        return original(service, draft, caller, conversation_id, *more)

    return decide_join
