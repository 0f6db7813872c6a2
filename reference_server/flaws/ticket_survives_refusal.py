"""A ticket can be tried until it fits.

It is deleted after the last check instead of at the first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.identity import tokens
from reference_server.service import context, tickets

BREAKS = "TKT-USE-06"
REPLACES = "reference_server.service.tickets:redeem"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Check first, delete then."""

    async def redeem(service: Any, secret: str, conversation_id: str) -> Any:
        found = service.store.ticket(context.hashed(secret))
        if found is not None and not tickets.good(found, conversation_id, context.now()):
            raise tokens.refused()
        return await original(service, secret, conversation_id)

    return redeem
