"""Who leaves a conversation that they are not in is told that it exists.

Existence is checked first and membership later, each with its own answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-02"
REPLACES = "reference_server.service.members:leave"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say 403 where there is something."""

    async def leave(service: Any, caller: Any, conversation_id: str) -> Any:
        try:
            return await original(service, caller, conversation_id)
        except Refusal as refusal:
            exists = service.ledger.conversation(conversation_id) is not None
            if exists and errors.rest_name(refusal.code) == "NOT_FOUND":
                raise Refusal("FORBIDDEN") from None
            raise

    return leave
