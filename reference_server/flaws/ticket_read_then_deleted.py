"""Of several handshakes with one ticket at the same time all are let in.

Reading the ticket and deleting it are two steps, with a wait between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server.service import context, tickets
from reference_server.storage import DropTicket

BREAKS = "TKT-USE-03"
REPLACES = "reference_server.service.tickets:redeem"
CHANCE = True


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read, wait for whatever else is to be done, delete."""

    async def redeem(service: Any, secret: str, conversation_id: str) -> Any:
        found = service.store.ticket(context.hashed(secret))
        if found is None or not tickets.good(found, conversation_id, context.now()):
            return await original(service, secret, conversation_id)
        await asyncio.sleep(0.05)
        await service.ledger.submit(lambda draft: draft.add(DropTicket(found.token_hash)))
        return found.caller

    return redeem
