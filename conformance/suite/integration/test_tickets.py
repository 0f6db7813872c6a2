"""A ticket, from its sale to the connection that it opens."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, auth, check


@check("tickets.use", "TKT-USE-01")
def test_a_fresh_ticket_opens_its_buyers_connection(stage: Stage) -> None:
    """Bob buys a ticket and knocks with nothing else: he is let in, and as bob."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = auth.enters(bob, room, auth.buys_ticket(bob, room))
    first = tab.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame")
    stage.judge("TKT-USE-01", m.field_is, first, path="frame/participant/participantId", expected=bob.id)
    listening = alice.connects(room)
    heard = listening.hears(tab.says("it is me"))
    stage.judge("TKT-USE-01", m.field_is, heard, path="frame/participant/participantId", expected=bob.id)
