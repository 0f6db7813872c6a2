"""An invite that was revoked, or is used up, still shows the conversation.

The preview asks whether the invite exists, not whether it is still good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.service import context

BREAKS = "CONV-PREV-05"
REPLACES = "reference_server.service.conversations:invited"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Ask whether it exists."""

    def invited(service: Any, conversation: Any, token: Any) -> bool:
        invite = token and service.store.invite_by_hash(context.hashed(token))
        return bool(invite and invite.conversation_id == conversation.id)

    return invited
