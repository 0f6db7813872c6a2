"""Delivery to open connections: who hears what, wherever it was said."""

from __future__ import annotations

from conformance.history import delivery
from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.catching_up import resume_query
from conformance.stage.conversations import removes, whole_timeline
from conformance.stage.invites import invites, joins_by
from conformance.stage.roles import declared
from conformance.stage.workload import history


@check("delivery.every-tab-of-everybody", "DLV-ALL-01")
def test_a_message_reaches_every_connection_of_every_member(stage: Stage) -> None:
    """Bob and carol have three tabs between them, and alice's line comes up in each."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening = [bob.connects(room), carol.connects(room), bob.connects(room)]
    said = alice.says(room, "to everybody", via="ws")
    for tab in listening:
        tab.hears(said, clause="DLV-ALL-01")


@check("delivery.own-tabs", "DLV-OWN-01")
def test_a_message_reaches_its_senders_own_connections(stage: Stage) -> None:
    """Alice writes in one tab and sees the line in both."""
    alice = stage.person("alice")
    room = alice.creates()
    writing, other = alice.connects(room), alice.connects(room)
    said = writing.says("for myself too")
    writing.hears(said, clause="DLV-OWN-01")
    other.hears(said, clause="DLV-OWN-01")


@check("delivery.of-rest-messages", "DLV-REST-01")
def test_a_message_sent_over_rest_reaches_open_connections(stage: Stage) -> None:
    """Alice posts; bob hears it at once, like a line that came by socket."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    listening.hears(alice.says(room, "by socket", via="ws"))
    listening.hears(alice.says(room, "by post", via="rest"), clause="DLV-REST-01")


@check("delivery.joins", "DLV-EVENTS-01")
def test_a_join_reaches_every_connection(stage: Stage) -> None:
    """Carol joins, and dave by an invite where there are such; alice and bob see them come."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates(bob, access="open")
    listening = [alice.connects(room), bob.connects(room)]
    carol.joins(room)
    newcomers = [carol]
    if declared(stage, "invites"):
        joins_by(dave, invites(alice, room).token)
        newcomers.append(dave)
    for tab in listening:
        for newcomer in newcomers:
            wanted = {"type": "participant_joined", "participant/participantId": newcomer.id}
            came = tab.until("DLV-EVENTS-01", m.frame_has, awaited="participant_joined", fields=wanted)
            stage.judge("DLV-EVENTS-01", m.conforms, came, path="frame", schema="asyncapi:ParticipantJoinedEvent")


@check("delivery.leaves", "DLV-EVENTS-02")
def test_a_leave_reaches_everybody_who_stays(stage: Stage) -> None:
    """Carol leaves, and dave is removed where there are roles; alice and bob see them go."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates(bob, carol, dave)
    listening = [alice.connects(room), bob.connects(room)]
    carol.leaves(room)
    gone = [carol]
    if declared(stage, "roles"):
        removes(alice, dave, room)
        gone.append(dave)
    for tab in listening:
        for one in gone:
            wanted = {"type": "participant_left", "participant/participantId": one.id}
            went = tab.until("DLV-EVENTS-02", m.frame_has, awaited="participant_left", fields=wanted)
            stage.judge("DLV-EVENTS-02", m.conforms, went, path="frame", schema="asyncapi:ParticipantLeftEvent")


@check("delivery.role-changes", "DLV-EVENTS-03")
def test_a_change_of_role_reaches_every_connection(stage: Stage) -> None:
    """Alice makes bob a moderator, and goes, which makes him the owner; all who are there are told of both."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening = [alice.connects(room), bob.connects(room), carol.connects(room)]
    changed = alice.request("PATCH", room.member(bob.id), {"role": "moderator"})
    stage.judge("ROLE-OWNER-01", m.status_is, changed.event, expected=[200])
    for tab in listening:
        told = tab.until("DLV-EVENTS-03", m.frame_has, awaited="role_changed",
                         fields={"type": "role_changed", "participantId": bob.id, "role": "moderator"})  # fmt: skip
        stage.judge("DLV-EVENTS-03", m.conforms, told, path="frame", schema="asyncapi:RoleChangedEvent")
    alice.leaves(room)
    past = [event for page in whole_timeline(bob, room) for event in m.events_of(page)]
    inherited = any(event.get("type") == "role_changed" and event.get("role") == "owner" for event in past)
    for tab in listening[1:] if inherited else ():
        tab.until("DLV-EVENTS-03", m.frame_has, awaited="role_changed of the new owner",
                  fields={"type": "role_changed", "participantId": bob.id, "role": "owner"})  # fmt: skip


@check("delivery.begins-right-after-connected", "DLV-NEXT-01")
def test_the_first_event_follows_the_position_of_connected(stage: Stage) -> None:
    """Two lines are there when bob connects, at position 2; the first that he hears is the third.  When he resumes
    later, the first that comes live is not among those that his handshake brought."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for number in range(2):
        alice.says(room, f"before bob came {number}", via="ws")
    listening = bob.connects(room)
    listening.hears(alice.says(room, "now bob is here", via="ws"))
    listening.closes()
    alice.says(room, "bob is away", via="ws")
    again = bob.connects(room, query=resume_query(listening))
    again.hears(alice.says(room, "bob is back", via="ws"))
    stage.judge("DLV-NEXT-01", delivery.begins_right_after_position, history(stage))


@check("delivery.each-event-once", "DLV-ONCE-01")
def test_no_event_comes_twice_on_a_connection(stage: Stage) -> None:
    """Bob listens in two tabs; each line comes once in each, and once for alice."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = [bob.connects(room), bob.connects(room)]
    for number in range(stage.rounds(4, least=2)):
        said = alice.says(room, f"line {number}", via="ws")
        for tab in listening:
            tab.hears(said)
    stage.judge("DLV-ONCE-01", delivery.never_twice, history(stage))


@check("delivery.without-waiting-for-more", "DLV-LIMIT-01")
def test_a_message_does_not_wait_for_the_next_one(stage: Stage) -> None:
    """In a quiet room each line reaches bob within settle_ms, though nothing follows it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    for number in range(stage.rounds(4, least=3)):
        listening.hears(alice.says(room, f"line {number}", via="ws"), clause="DLV-LIMIT-01")
