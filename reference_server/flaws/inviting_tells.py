"""Strangers who ask for the invites of a conversation learn whether there is one.

The role is checked before the membership, and who has none is forbidden.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core import errors
from reference_server.core.errors import Refusal

BREAKS = "ISO-HIDE-04"
REPLACES = "reference_server.service.invitations:listed"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Say 403 where there is something."""

    async def listed(service: Any, caller: Any, conversation_id: str) -> Any:
        try:
            return await original(service, caller, conversation_id)
        except Refusal as refusal:
            exists = service.ledger.conversation(conversation_id) is not None
            if exists and errors.rest_name(refusal.code) == "NOT_FOUND":
                raise Refusal("FORBIDDEN") from None
            raise

    return listed
