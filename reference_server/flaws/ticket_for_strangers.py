"""Tickets are sold to strangers.

The handshake asks for membership anyway, so the sale does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference_server.core.model import Ticket
from reference_server.service import context
from reference_server.storage import PutTicket

BREAKS = "ISO-HIDE-06"
REPLACES = "reference_server.service.tickets:sell"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Sell to whoever asks for a conversation that exists."""

    async def sell(service: Any, caller: Any, conversation_id: str) -> Any:
        conversation = service.ledger.conversation(conversation_id)
        if conversation is None or caller.participant_id in conversation.members:
            return await original(service, caller, conversation_id)
        secret, now = context.new_secret(), context.now()
        lifetime = service.settings.ticket_lifetime
        ticket = Ticket(context.hashed(secret), conversation_id, caller, now + lifetime)
        await service.ledger.submit(lambda draft: draft.add(PutTicket(ticket, now)))
        return {"ticket": secret, "expires_in": lifetime}

    return sell
