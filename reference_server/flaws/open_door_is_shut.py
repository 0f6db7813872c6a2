"""An open conversation can be joined by invite only.

The check of the access mode was left out, and everything treated as the safer kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors

BREAKS = "MEM-JOIN-01"
REPLACES = "reference_server.service.members:decide_join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Overlook that the door is open."""

    def decide_join(service: Any, draft: Any, caller: Any, conversation_id: str, label: Any, token: Any) -> Any:
        conversation = draft.conversation(conversation_id)
        if token is None and caller.participant_id not in conversation.members:
            raise errors.not_found()
        return original(service, draft, caller, conversation_id, label, token)

    return decide_join
