"""Joining and leaving over REST: who is in, who is refused, and that a refusal changes nothing."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs
from conformance.stage.limits import room_with_places


@check("membership.joiner-is-member", "MEM-JOIN-03")
def test_who_joins_an_open_conversation_is_a_member(stage: Stage) -> None:
    """Role ``member``, whatever the request says about a role."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    answer = bob.joins(room)
    for seen in (answer.event, verbs.looks_at(alice, room).event):
        path = "body/conversation/participants" if seen is answer.event else "body/participants"
        stage.judge(
            "MEM-JOIN-03", conversations.member_has, seen, path=path, participant=bob.id, fields={"role": "member"}
        )


@check("membership.second-join", "MEM-JOIN-04")
def test_a_member_cannot_join_again(stage: Stage) -> None:
    """The first join is accepted, the second refused with ``ALREADY_MEMBER``; so is that of the creator."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    for member in (bob, alice):
        again = member.request("POST", room.path("/join"), {"displayName": member.name})
        stage.judge("MEM-JOIN-04", m.status_is, again.event, expected=[409])
        stage.judge("MEM-JOIN-04", m.field_is, again.event, path="body/code", expected="ALREADY_MEMBER")


@check("membership.second-join-when-full", "MEM-JOIN-05")
def test_a_member_of_a_full_conversation_hears_that_they_are_in(stage: Stage) -> None:
    """A stranger is told that it is full, a member that they are one."""
    alice, bob = stage.people("alice", "bob")
    room = room_with_places(alice, 0)
    full = bob.request("POST", room.path("/join"), {"displayName": "bob"})
    stage.judge("LIM-PEOPLE-02", m.status_is, full.event, expected=[429])
    again = alice.request("POST", room.path("/join"), {"displayName": "alice"})
    stage.judge("MEM-JOIN-05", m.status_is, again.event, expected=[409])
    stage.judge("MEM-JOIN-05", m.field_is, again.event, path="body/code", expected="ALREADY_MEMBER")


@check("membership.refused-join-changes-nothing", "MEM-JOIN-07")
def test_a_refused_join_leaves_no_trace(stage: Stage) -> None:
    """Bob, a member, is refused a second join: one coming of his stands in the timeline, and he in the list once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    head = verbs.looks_at(alice, room).body["current_sequence_id"]
    again = bob.request("POST", room.path("/join"), {"displayName": "somebody else"})
    stage.judge("MEM-JOIN-04", m.status_is, again.event, expected=[409])
    after = verbs.looks_at(alice, room).event
    stage.judge("MEM-JOIN-07", m.field_is, after, path="body/current_sequence_id", expected=head)
    members = {alice.id: {}, bob.id: {"displayName": "bob", "role": "member"}}
    stage.judge("MEM-JOIN-07", conversations.members_are, after, path="body/participants", expected=members)
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-JOIN-07", history.timeline_counts, pages, event_type="participant_joined", participant=bob.id, count=1
    )


@check("membership.leave-by-non-member", "MEM-LEAVE-05")
def test_who_is_no_member_cannot_leave(stage: Stage) -> None:
    """Bob leaves once; a second time, and for eve who never was there, it is 404."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = alice.creates(bob, access="open")
    bob.leaves(room)
    for nobody in (bob, eve):
        answer = nobody.request("DELETE", room.path("/leave"))
        stage.judge("MEM-LEAVE-05", m.status_is, answer.event, expected=[404])


@check("membership.remove-non-member", "MEM-REMOVE-06")
def test_who_is_no_member_can_be_neither_removed_nor_changed(stage: Stage) -> None:
    """Alice, the owner, removes bob; for eve, who never was there, removal and change of role are 404."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = alice.creates(bob)
    verbs.removes(alice, bob, room)
    for nobody in (eve, bob):
        path = room.member(nobody.id)
        removal = alice.request("DELETE", path)
        stage.judge("MEM-REMOVE-06", m.status_is, removal.event, expected=[404])
        change = alice.request("PATCH", path, {"role": "moderator"})
        stage.judge("MEM-REMOVE-06", m.status_is, change.event, expected=[404])
