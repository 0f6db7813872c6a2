"""Coming and going, as those see it who stay."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, history
from conformance.stage import Person, Room, Stage, check
from conformance.stage import conversations as verbs

CLICKS = 4
"""At once, as an impatient finger does: a window of a tenth of the time over which they spread is met in 76 runs of
100, and one of a quarter in all but one of 250."""


@check("membership.join-event", "MEM-JOIN-02")
def test_a_join_is_an_event(stage: Stage) -> None:
    """Alice reads in the timeline that bob has come."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    alice.says(room, "who is here?", via="rest")  # behind whatever was appended of bob
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-JOIN-02", history.timeline_counts, pages, event_type="participant_joined", participant=bob.id, count=1,
        fields={"participant/displayName": "bob"},
    )  # fmt: skip


@check("membership.joins-at-once", "MEM-JOIN-06")
def test_joins_at_the_same_time_make_one_member(stage: Stage) -> None:
    """Bob's client sends the join several times at once: one succeeds, and bob is there once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    click = (bob, "POST", room.path("/join"), {"displayName": "bob"})
    answers = [answer.event for answer in verbs.at_once(stage, *[click] * CLICKS)]
    stage.judge("MEM-JOIN-06", conversations.one_is_accepted, answers)
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-JOIN-06", history.timeline_counts, pages, event_type="participant_joined", participant=bob.id, count=1
    )
    members: dict[str, dict[str, str]] = {alice.id: {}, bob.id: {}}
    resource = verbs.looks_at(alice, room).event
    stage.judge("MEM-JOIN-06", conversations.members_are, resource, path="body/participants", expected=members)


@check("membership.leave-event", "MEM-LEAVE-02")
def test_leaving_is_an_event(stage: Stage) -> None:
    """Alice reads in the timeline that bob has left."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob.leaves(room)
    alice.says(room, "he is gone", via="rest")  # behind whatever was appended of bob
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-LEAVE-02", history.timeline_counts, pages, event_type="participant_left", participant=bob.id, count=1,
        fields={"reason": "left"},
    )  # fmt: skip


@check("membership.leave-closes-all", "MEM-LEAVE-03")
def test_leaving_closes_every_connection_of_the_leaver(stage: Stage) -> None:
    """Bob has the conversation open on two devices; he leaves, and both are closed with 1000."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [bob.connects(room), bob.connects(room)]
    bob.leaves(room)
    for tab in tabs:
        ended = tab.ends("MEM-LEAVE-03", stage.settle_s)
        stage.judge("MEM-LEAVE-03", m.closed_with, ended, codes=[1000])


@check("membership.leaver-is-silent", "MEM-LEAVE-04")
def test_who_has_left_cannot_speak(stage: Stage) -> None:
    """Bob leaves and sends on his socket: an error or the end of the connection, and nobody ever reads it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    tab.says("while I am here")
    bob.leaves(room)
    since = len(tab.events)
    sent = tab.sends({"type": "message", "message_id": stage.fresh("msg"), "content": "one more thing"})
    tab.until(
        "MEM-LEAVE-04", conversations.refused_or_closed, since=0 if tab.socket.ended else since,
        awaited="NOT_A_MEMBER or the end of the connection", code="NOT_A_MEMBER",
    )  # fmt: skip
    pages = verbs.whole_timeline(alice, room)
    stage.judge("MEM-LEAVE-04", history.lists_nothing_of, pages, message_ids=[sent.frame["message_id"]])


@check("membership.leave-leaves-others", "MEM-LEAVE-06")
def test_who_stays_stays_connected(stage: Stage) -> None:
    """Bob leaves; alice and carol go on talking on the connections that they have."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    speaking, listening = alice.connects(room), carol.connects(room)
    bob.connects(room)
    bob.leaves(room)
    gone = {"type": "participant_left", "participant/participantId": bob.id}
    speaking.until("DLV-EVENTS-02", m.frame_has, awaited="participant_left of bob", fields=gone)
    said = speaking.says("he is gone", clause="MEM-LEAVE-06")
    listening.hears(said, clause="MEM-LEAVE-06")


@check("membership.leaves-at-once", "MEM-LEAVE-07")
def test_leaves_at_the_same_time_are_one(stage: Stage) -> None:
    """Bob's client sends the leave several times at once: he has gone once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = alice.connects(room)
    bob.reads_events(room, after=0)  # what a server keeps at hand of a member, it keeps now
    verbs.at_once(stage, *[(bob, "DELETE", room.path("/leave"), None)] * CLICKS)
    gone = {"type": "participant_left", "participant/participantId": bob.id}
    tab.until("DLV-EVENTS-02", m.frame_has, awaited="participant_left of bob", fields=gone)
    tab.hears(alice.says(room, "he is gone", via="ws"))  # whatever was written of him is in her timeline now
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-LEAVE-07", history.timeline_counts, pages, event_type="participant_left", participant=bob.id, count=1
    )


@check("membership.rejoin", "MEM-REJOIN-02")
def test_who_has_left_can_join_again(stage: Stage) -> None:
    """Bob comes, goes and comes again: a new member, with an event for each time."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    bob.leaves(room)
    answer = bob.request("POST", room.path("/join"), {"displayName": "bob again"})
    stage.judge("MEM-REJOIN-02", m.status_is, answer.event, expected=[200])
    members = {alice.id: {}, bob.id: {"displayName": "bob again", "role": "member"}}
    resource = verbs.looks_at(alice, room).event
    stage.judge("MEM-REJOIN-02", conversations.members_are, resource, path="body/participants", expected=members)
    pages = verbs.whole_timeline(alice, room)
    stage.judge(
        "MEM-REJOIN-02", history.timeline_counts, pages, event_type="participant_joined", participant=bob.id, count=2
    )


@check("membership.survives-drop", "MEM-DROP-01")
def test_a_lost_connection_ends_no_membership(stage: Stage) -> None:
    """Bob's network fails; nobody is ever told that he left, and he comes back and speaks."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    watching = alice.connects(room)
    lost = bob.connects(room)
    lost.says("in the train")
    lost.drops()
    stage.judge("MEM-DROP-01", m.status_is, verbs.knocks(bob, room), expected=[101])
    stage.never_reaches("MEM-DROP-01", "participant_left", watching)


@check("membership.ready-after-join", "MEM-READY-01")
def test_who_is_in_can_do_everything_at_once(stage: Stage) -> None:
    """Right after the answer to her creation alice reads, sends and connects; so does bob after his join."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    can_do_everything(stage, alice, room)
    bob.joins(room)
    can_do_everything(stage, bob, room)


def can_do_everything(stage: Stage, person: Person, room: Room) -> None:
    """Read, send, connect."""
    reading = verbs.asks_for(person, room, after=0)
    stage.judge("MEM-READY-01", m.status_is, reading.event, expected=[200])
    body = {"message_id": stage.fresh("msg"), "content": "here I am"}
    sending = person.request("POST", room.path("/messages"), body)
    stage.judge("MEM-READY-01", m.status_is, sending.event, expected=[201])
    stage.judge("MEM-READY-01", m.status_is, verbs.knocks(person, room), expected=[101])
