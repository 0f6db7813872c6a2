"""Tickets: for one conversation, one participant, one use and a short time; each limit beside what it permits."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check

RANDOM_BITS = 128
HANDSHAKES, RACES = 4, 4
"""A window of a twentieth of the time over which the handshakes of a race spread is met in 93 runs of 100."""


@check("tickets.second-use", "TKT-USE-02", hostile=True)
def test_a_ticket_works_once(stage: Stage) -> None:
    """The first handshake is let in, the second with the same ticket is not."""
    alice = stage.person("alice")
    room = alice.creates()
    ticket = auth.buys_ticket(alice, room)
    auth.enters(alice, room, ticket)
    again = auth.handshake(auth.presents(alice, room, ticket))
    stage.judge("TKT-USE-02", am.answered_with, again, what="a ticket presented once more", expected=[401])


@check("tickets.used-together", "TKT-USE-03", hostile=True)
def test_of_handshakes_at_the_same_time_one_is_let_in(stage: Stage) -> None:
    """Several handshakes race with one ticket; one wins."""
    alice = stage.person("alice")
    for _ in range(stage.rounds(RACES, least=2)):
        room = alice.creates()
        answers = auth.present_together(alice, room, auth.buys_ticket(alice, room), times=HANDSHAKES)
        stage.judge("TKT-USE-03", am.one_was_let_in, answers)


@check("tickets.too-old", "TKT-USE-04", hostile=True, slow=True)
def test_an_old_ticket_is_refused(stage: Stage) -> None:
    """A ticket works at once; another, bought together with it, is left lying until its time is up."""
    alice = stage.person("alice")
    room = alice.creates()
    kept, fresh = auth.buys_ticket(alice, room), auth.buys_ticket(alice, room)
    auth.enters(alice, room, fresh)
    auth.outlives([kept])
    late = auth.handshake(auth.presents(alice, room, kept))
    stage.judge("TKT-USE-04", am.answered_with, late, what="a ticket older than its expires_in", expected=[401])


@check("tickets.other-conversation", "TKT-USE-05", hostile=True)
def test_a_ticket_opens_no_other_conversation(stage: Stage) -> None:
    """Alice is in both conversations; each ticket opens the one that it was bought for."""
    alice = stage.person("alice")
    room, other = alice.creates(), alice.creates()
    auth.enters(alice, room, auth.buys_ticket(alice, room))
    elsewhere = auth.handshake(auth.presents(alice, other, auth.buys_ticket(alice, room)))
    what = "a ticket for another conversation"
    stage.judge("TKT-USE-05", am.answered_with, elsewhere, what=what, expected=[401, 404])


@check("tickets.used-up-by-refusal", "TKT-USE-06", hostile=True)
def test_a_refused_handshake_uses_its_ticket_up(stage: Stage) -> None:
    """A ticket that was tried at the wrong door does not open the right one any more."""
    alice = stage.person("alice")
    room, other = alice.creates(), alice.creates()
    auth.enters(alice, room, auth.buys_ticket(alice, room))
    ticket = auth.buys_ticket(alice, room)
    wrong = auth.handshake(auth.presents(alice, other, ticket))
    what = "a ticket for another conversation"
    stage.judge("TKT-USE-05", am.answered_with, wrong, what=what, expected=[401, 404])
    right = auth.handshake(auth.presents(alice, room, ticket))
    told = "a ticket that a refused handshake had presented"
    stage.judge("TKT-USE-06", am.answered_with, right, what=told, expected=[401])


@check("tickets.used-up-beside-a-token", "TKT-USE-06", hostile=True)
def test_a_ticket_beside_a_token_is_used_up(stage: Stage) -> None:
    """A ticket that was shown together with a good token, and refused with it, opens nothing by itself."""
    alice = stage.person("alice")
    room = alice.creates()
    auth.enters(alice, room, auth.buys_ticket(alice, room))
    ticket = auth.buys_ticket(alice, room)
    both = auth.handshake(auth.presents(alice, room, ticket, Authorization=f"Bearer {alice.token}"))
    stage.judge("WS-CRED-02", m.status_is, both, expected=[400])
    alone = auth.handshake(auth.presents(alice, room, ticket))
    told = "a ticket that a refused handshake had presented beside a token"
    stage.judge("TKT-USE-06", am.answered_with, alone, what=told, expected=[401])


@check("tickets.not-used-up-by-foreign-page", "TKT-USE-07", hostile=True)
def test_a_foreign_page_does_not_use_a_ticket_up(stage: Stage) -> None:
    """A handshake with a foreign Origin is refused; the same ticket then opens alice's connection."""
    alice = stage.person("alice")
    room = alice.creates()
    ticket = auth.buys_ticket(alice, room)
    foreign = auth.presents(alice, room, ticket, Origin="https://foreign.chat-conformance.test")
    stage.judge("WS-ORIGIN-02", m.status_is, auth.handshake(foreign), expected=[403])
    auth.enters(alice, room, ticket, clause="TKT-USE-07")


@check("tickets.former-member", "TKT-USE-08", hostile=True)
def test_a_ticket_of_a_former_member_opens_nothing(stage: Stage) -> None:
    """Bob buys two tickets: one opens his connection, the other nothing any more once he has left."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    before, after = auth.buys_ticket(bob, room), auth.buys_ticket(bob, room)
    auth.enters(bob, room, before)
    bob.leaves(room)
    found = auth.handshake(auth.presents(bob, room, after))
    stage.judge("TKT-USE-08", am.was_not_let_in, found, what="a ticket whose buyer has left")


@check("tickets.no-access-token", "TKT-KIND-01", hostile=True)
def test_a_ticket_is_no_access_token(stage: Stage) -> None:
    """In the Authorization header alice's token is accepted and her ticket is not."""
    alice = stage.person("alice")
    room = alice.creates()
    auth.is_let_in(stage, alice)
    answer = auth.asks(alice, auth.buys_ticket(alice, room).secret)
    what = "a ticket in the Authorization header"
    stage.judge("TKT-KIND-01", am.answered_with, answer.event, what=what, expected=[400, 401])


@check("tickets.random", "TKT-RANDOM-01", hostile=True)
def test_tickets_have_room_for_enough_random_bits(stage: Stage) -> None:
    """Of tickets bought in a row so much changes that they can be random, and no two are the same."""
    alice = stage.person("alice")
    room = alice.creates()
    sold = [auth.buys_ticket(alice, room) for _ in range(stage.rounds(24, least=12))]
    room_found = am.room_in_bits([ticket.secret for ticket in sold])
    answers = [ticket.answer.event for ticket in sold]
    stage.judge("TKT-RANDOM-01", am.secrets_have_room, answers, path="body/ticket", room=room_found, bits=RANDOM_BITS)
