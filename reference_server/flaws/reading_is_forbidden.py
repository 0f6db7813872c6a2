"""Who may not read a conversation is told that it exists.

The handler says 404 for the one and, helpfully, 403 for the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-01"
REPLACES = "reference_server.service.messages:page"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say 403 where there is something."""

    async def page(service: Any, caller: Any, conversation_id: str, asked: Any, counted: Any) -> Any:
        try:
            return await original(service, caller, conversation_id, asked, counted)
        except Refusal as refusal:
            exists = service.ledger.conversation(conversation_id) is not None
            if exists and errors.rest_name(refusal.code) == "NOT_FOUND":
                raise Refusal("FORBIDDEN") from None
            raise

    return page
