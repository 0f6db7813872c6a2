"""A handshake with a ticket for another conversation is refused with 404.

TKT-USE-05: 401 or 404.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("TKT-USE-05", "TKT-USE-06")
REPLACES = "reference_server.service.tickets:redeem"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Look at what it is for."""

    async def redeem(service: Any, secret: str, conversation_id: str) -> Any:
        from reference_server.core import errors
        from reference_server.service import context

        found = service.store.ticket(context.hashed(secret))
        if found is not None and found.conversation_id != conversation_id:
            tell()
            try:
                await original(service, secret, conversation_id)
            except errors.Refusal:
                raise errors.not_found() from None
        return await original(service, secret, conversation_id)

    return redeem
