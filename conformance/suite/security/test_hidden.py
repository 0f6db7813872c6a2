"""Strangers cannot find out which conversations there are: each question is asked of one and of none."""

from __future__ import annotations

from urllib.parse import quote

from conformance.recorder import matchers as m
from conformance.recorder.matchers import auth as am
from conformance.recorder.matchers import isolation as im
from conformance.stage import Person, Room, Stage, auth, check, isolation


def private(stage: Stage) -> tuple[Person, Person, Person, Room]:
    """Alice and bob in a conversation by invite, and eve outside."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    return alice, bob, eve, alice.creates(bob)


@check("isolation.reading-hides", "ISO-HIDE-01", hostile=True)
def test_reading_does_not_tell_what_exists(stage: Stage) -> None:
    """Bob reads the conversation; eve is answered as if it did not exist."""
    _, bob, eve, room = private(stage)
    bob.reads_events(room)
    for path in ("/chat/conversations/{id}", "/chat/{id}/events", "/chat/{id}/messages", "/chat/{id}/events?after=0"):
        isolation.is_hidden(stage, "ISO-HIDE-01", eve, room, "GET", path)


@check("isolation.writing-hides", "ISO-HIDE-02", hostile=True)
def test_writing_and_leaving_do_not_tell_what_exists(stage: Stage) -> None:
    """Bob writes and leaves; eve can do neither, and does not learn whether there is anything to write to."""
    _, bob, eve, room = private(stage)
    bob.says(room, "I am in", via="rest")
    message = {"message_id": stage.fresh("msg"), "content": "let me in"}
    isolation.is_hidden(stage, "ISO-HIDE-02", eve, room, "POST", "/chat/{id}/messages", message)
    # "Leaving a conversation one is no member of MUST be refused with 404", also one that does not exist.
    nothing = eve.request("DELETE", isolation.unknown(room).path("/leave"))
    stage.judge("MEM-LEAVE-05", m.status_is, nothing.event, expected=[404])
    isolation.is_hidden(stage, "ISO-HIDE-02", eve, room, "DELETE", "/chat/{id}/leave")
    bob.leaves(room)


@check("isolation.joining-hides", "ISO-HIDE-03", hostile=True)
def test_joining_without_an_invite_does_not_tell_what_exists(stage: Stage) -> None:
    """Eve joins an open conversation by its id; one by invite is answered as if it did not exist."""
    alice, eve = stage.people("alice", "eve")
    eve.joins(alice.creates(access="open"))
    isolation.is_hidden(stage, "ISO-HIDE-03", eve, alice.creates(), "POST", "/chat/{id}/join", {"displayName": "eve"})


@check("isolation.invites-hide", "ISO-HIDE-04", hostile=True)
def test_invite_operations_do_not_tell_what_exists(stage: Stage) -> None:
    """Alice makes an invite; eve can make, see and revoke none, and does not learn whether there is one."""
    alice, _, eve, room = private(stage)
    invite = auth.makes_invite(alice, room)
    isolation.is_hidden(stage, "ISO-HIDE-04", eve, room, "GET", "/chat/{id}/invites")
    isolation.is_hidden(stage, "ISO-HIDE-04", eve, room, "POST", "/chat/{id}/invites", {})
    one = "/chat/{id}/invites/" + quote(str(invite["invite_id"]), safe="")
    isolation.is_hidden(stage, "ISO-HIDE-04", eve, room, "DELETE", one)


@check("isolation.participants-hide", "ISO-HIDE-05", hostile=True)
def test_participant_operations_do_not_tell_what_exists(stage: Stage) -> None:
    """Eve tries to change and to remove bob and learns neither whether he is there nor whether there is a there."""
    _, bob, eve, room = private(stage)
    member = "/chat/{id}/participants/" + quote(bob.id, safe="")
    isolation.is_hidden(stage, "ISO-HIDE-05", eve, room, "PATCH", member, {"role": "read_only"})
    isolation.is_hidden(stage, "ISO-HIDE-05", eve, room, "DELETE", member)


@check("isolation.tickets-hide", "ISO-HIDE-06", hostile=True)
def test_buying_a_ticket_does_not_tell_what_exists(stage: Stage) -> None:
    """Bob buys a ticket; eve is answered as if there were nothing to buy one for."""
    _, bob, eve, room = private(stage)
    auth.buys_ticket(bob, room)
    isolation.is_hidden(stage, "ISO-HIDE-06", eve, room, "POST", "/chat/tickets", {"conversation_id": "{id}"})


@check("isolation.handshake-hides", "ISO-HIDE-07", hostile=True)
def test_a_handshake_does_not_tell_what_exists(stage: Stage) -> None:
    """Bob is let in; eve is refused with the same 404 as at an id that no conversation has."""
    _, bob, eve, room = private(stage)
    bob.connects(room)
    rooms = isolation.there_and_not(room)
    answers = [auth.handshake(eve.knocks(asked)) for asked in rooms]
    ids = [asked.id for asked in rooms]
    stage.judge("ISO-HIDE-07", im.hides_existence, *answers, what="a handshake", ids=ids)


@check("isolation.former-member-reads-nothing", "ISO-FORMER-01", hostile=True)
def test_a_former_member_reads_nothing(stage: Stage) -> None:
    """Bob reads what was said while he was there; once he has left he reads nothing of it any more."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob.says(room, "while I was there", via="rest")
    bob.reads_events(room, after=0)
    bob.leaves(room)
    for path in ("/events", "/events?after=0", "/messages", "/messages?before=2"):
        answer = bob.request("GET", room.path(path)).event
        stage.judge("ISO-FORMER-01", am.answered_with, answer, what=f"a former member's GET {path}", expected=[404])
    whole = bob.request("GET", room.resource).event
    stage.judge("ISO-FORMER-01", am.answered_with, whole, what="a former member's GET of the whole", expected=[404])


@check("isolation.former-member-connects-no-more", "ISO-FORMER-02", hostile=True)
def test_a_former_member_opens_no_connection(stage: Stage) -> None:
    """Bob was let in while he was a member; after he has left the same handshake is answered with 404."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob.connects(room)
    bob.leaves(room)
    found = auth.handshake(bob.knocks(room))
    stage.judge("ISO-FORMER-02", am.answered_with, found, what="a former member's handshake", expected=[404])


@check("isolation.time-hides", "ISO-HIDE-08", hostile=True)
def test_the_time_of_an_answer_does_not_tell_what_exists(stage: Stage) -> None:
    """Eve asks in turns for a conversation with a history and for two that do not exist, and times the answers."""
    alice, _, eve, room = private(stage)
    for number in range(stage.rounds(10, least=3)):
        alice.says(room, f"line {number}", via="rest")
    rooms = isolation.there_and_not(room)
    hidden, other, control = isolation.asks_in_turns(stage, eve, rooms, stage.rounds(30, least=16))
    stage.judge("ISO-HIDE-08", im.takes_equally_long, hidden, other, control, what="GET /chat/conversations/{id}")
