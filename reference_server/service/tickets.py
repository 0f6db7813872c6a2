"""Tickets: a short-lived secret for those who cannot send a header with their handshake."""

from __future__ import annotations

from reference_server.core import wire
from reference_server.core.model import Caller, Ticket
from reference_server.identity import tokens
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.service.ledger import Draft
from reference_server.storage import DropTicket, PutTicket


async def sell(service: Service, caller: Caller, conversation_id: str) -> wire.Json:
    """Make a ticket for one conversation, one participant, one use; the store gets its hash."""
    await context.enter(service, caller, conversation_id)
    secret = context.new_secret()
    now, lifetime = context.now(), service.settings.ticket_lifetime
    ticket = Ticket(context.hashed(secret), conversation_id, caller, now + lifetime)
    await service.ledger.submit(lambda draft: draft.add(PutTicket(ticket, now)))
    return {"ticket": secret, "expires_in": lifetime}


async def redeem(service: Service, secret: str, conversation_id: str) -> Caller:
    """Use a ticket up, whatever follows; return whom it was sold to, as they were then."""
    ticket = await service.ledger.submit(lambda draft: decide_redeem(draft, context.hashed(secret)))
    if ticket is None or not good(ticket, conversation_id, context.now()):
        raise tokens.refused()
    return ticket.caller


def decide_redeem(draft: Draft, token_hash: str) -> Ticket | None:
    """Decide a redemption: of two at once one finds the ticket."""
    ticket = draft.ticket(token_hash)
    if ticket is not None:
        draft.add(DropTicket(token_hash))
    return ticket


def good(ticket: Ticket, conversation_id: str, now: float) -> bool:
    """Is it in time, and for this conversation?"""
    return now < ticket.expires_at and ticket.conversation_id == conversation_id
