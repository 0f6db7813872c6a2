"""Buying a ticket."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check


@check("tickets.buy", "TKT-BUY-01")
def test_a_member_can_buy_a_ticket(stage: Stage) -> None:
    """201, with the ticket and how many seconds it lasts, which are 30 at most."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for member in (alice, bob):
        sold = member.request("POST", "/chat/tickets", {"conversation_id": room.id})
        stage.judge("TKT-BUY-01", m.status_is, sold.event, expected=[201])
        stage.judge("TKT-BUY-01", m.conforms, sold.event, path="body", schema="openapi:Ticket")
