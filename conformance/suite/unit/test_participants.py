"""Who is in a conversation, and how they come and go."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import roles
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("membership.join-open", "MEM-JOIN-01")
def test_who_holds_the_id_of_an_open_conversation_can_join(stage: Stage) -> None:
    """200, with the conversation that was joined."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    answer = bob.request("POST", room.path("/join"), {"displayName": "bob"})
    stage.judge("MEM-JOIN-01", m.status_is, answer.event, expected=[200])
    stage.judge("MEM-JOIN-01", m.field_is, answer.event, path="body/conversation/id", expected=room.id)


@check("membership.leave", "MEM-LEAVE-01")
def test_a_member_can_leave(stage: Stage) -> None:
    """200, and they are no member any more; what they may read from then on has clauses of its own."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    answer = bob.request("DELETE", room.path("/leave"))
    stage.judge("MEM-LEAVE-01", m.status_is, answer.event, expected=[200])
    stage.judge("MEM-LEAVE-01", roles.no_longer_listed, verbs.looks_at(alice, room).event, participant=bob.id)
