"""Who joins without an invite is told that one is needed.

A helpful 403 for a private conversation, a 404 for none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-03"
REPLACES = "reference_server.service.members:join"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say 403 where there is something."""

    async def join(service: Any, caller: Any, conversation_id: str, label: Any, token: Any) -> Any:
        try:
            return await original(service, caller, conversation_id, label, token)
        except Refusal as refusal:
            exists = service.ledger.conversation(conversation_id) is not None
            if exists and errors.rest_name(refusal.code) == "NOT_FOUND":
                raise Refusal("FORBIDDEN") from None
            raise

    return join
