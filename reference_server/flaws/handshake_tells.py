"""A stranger's handshake is refused with 403 where there is a conversation.

Membership is checked apart from existence, and refused in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-07"
REPLACES = "reference_server.socket:Sockets.admit"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say 403 where there is something."""

    async def admit(self: Any, conversation_id: str) -> Any:
        try:
            return await original(self, conversation_id)
        except Refusal as refusal:
            exists = self.service.ledger.conversation(conversation_id) is not None
            if exists and errors.rest_name(refusal.code) == "NOT_FOUND":
                raise Refusal("FORBIDDEN") from None
            raise

    return admit
