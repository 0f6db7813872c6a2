"""A ticket is short enough to be guessed.

It was to be readable over the telephone.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from reference_server.core.model import Ticket
from reference_server.service import context
from reference_server.storage import PutTicket

BREAKS = "TKT-RANDOM-01"
REPLACES = "reference_server.service.tickets:sell"


def lie(_original: Callable[..., Any]) -> Callable[..., Any]:
    """Make it of eight digits."""

    async def sell(service: Any, caller: Any, conversation_id: str) -> Any:
        await context.enter(service, caller, conversation_id)
        secret, now = f"{secrets.randbelow(10**8):08}", context.now()
        lifetime = service.settings.ticket_lifetime
        ticket = Ticket(context.hashed(secret), conversation_id, caller, now + lifetime)
        await service.ledger.submit(lambda draft: draft.add(PutTicket(ticket, now)))
        return {"ticket": secret, "expires_in": lifetime}

    return sell
