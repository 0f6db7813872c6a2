"""Rooms that are full, and connections one too many."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers.limits import capacity_reached, turned_away
from conformance.recorder.matchers.roles import no_more_than_accepted
from conformance.stage import Stage, Tab, check
from conformance.stage.limits import comes_in_within, fills_up, room_with_places, stays_in, tries_to_join
from conformance.stage.roles import asks, declared, nobody_is_kept_out, together, tries_to_remove


@check("limits.people-at", "LIM-PEOPLE-01")
def test_a_conversation_takes_members_until_it_is_full(stage: Stage) -> None:
    """Two places are left; bob and carol take them."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = room_with_places(alice, 2)
    for person in (bob, carol):
        stage.judge("LIM-PEOPLE-01", m.status_is, tries_to_join(person, room), expected=[200])


@check("limits.people-past", "LIM-PEOPLE-02")
def test_a_full_conversation_takes_nobody(stage: Stage) -> None:
    """Bob takes the last place; for carol there is none."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = room_with_places(alice, 1)
    stage.judge("LIM-PEOPLE-01", m.status_is, tries_to_join(bob, room), expected=[200])
    stage.judge("LIM-PEOPLE-02", capacity_reached, tries_to_join(carol, room))


@check("limits.people-rush", "LIM-PEOPLE-04")
def test_a_rush_does_not_overfill_a_conversation(stage: Stage) -> None:
    """Several people go for the last place at the same time."""
    alice = stage.person("alice")
    # Six people three times: of the time over which they spread a window of a twentieth is met in 99 runs of 100.
    crowd = stage.people(*(f"guest{number}" for number in range(stage.rounds(6, least=4))))
    for _ in range(stage.rounds(3)):
        room = room_with_places(alice, 1)
        answers = together(stage, *(asks(one, "POST", room.path("/join"), {}) for one in crowd))
        stage.judge("LIM-PEOPLE-04", no_more_than_accepted, answers, most=1, expected=200)
        alone = partial(tries_to_join, stage.person("late"), room)
        nobody_is_kept_out(stage, answers, "LIM-PEOPLE-01", alone, gone=capacity_reached)


@check("limits.people-freed", "LIM-PEOPLE-05")
def test_who_goes_frees_a_place(stage: Stage) -> None:
    """The conversation is full; bob leaves, and carol comes; carol is removed, and dave comes."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = room_with_places(alice, 1)
    stage.judge("LIM-PEOPLE-01", m.status_is, tries_to_join(bob, room), expected=[200])
    stage.judge("LIM-PEOPLE-02", capacity_reached, tries_to_join(carol, room))
    bob.leaves(room)
    stage.judge("LIM-PEOPLE-05", m.status_is, tries_to_join(carol, room), expected=[200])
    if declared(stage, "roles"):
        stage.judge("MEM-REMOVE-01", m.status_is, tries_to_remove(alice, room, carol).event, expected=[200])
        stage.judge("LIM-PEOPLE-05", m.status_is, tries_to_join(dave, room), expected=[200])


@check("limits.connections-at", "LIM-CONN-01")
def test_as_many_connections_as_allowed_are_served(stage: Stage) -> None:
    """What bob says reaches every one of alice's connections."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = fills_up(alice, room, "LIM-CONN-01")
    said = bob.says(room, "to all of you", via="rest")
    for tab in tabs:
        tab.hears(said, clause="LIM-CONN-01")


@check("limits.connections-past", "LIM-CONN-02")
def test_a_connection_one_too_many_is_turned_away(stage: Stage) -> None:
    """Refused in the handshake, or closed soon after it."""
    alice = stage.person("alice")
    room = alice.creates()
    fills_up(alice, room, "LIM-CONN-01")
    found = alice.knocks(room)
    ended = found if isinstance(found, Event) else found.ends("LIM-CONN-02", stage.settle_s)
    stage.judge("LIM-CONN-02", turned_away, ended)


@check("limits.connections-spared", "LIM-CONN-03")
def test_a_connection_one_too_many_costs_the_others_nothing(stage: Stage) -> None:
    """Alice knocks once more than she may; what bob says afterwards reaches all that were open before."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = fills_up(alice, room, "LIM-CONN-01")
    stays_in(alice, room)
    said = bob.says(room, "are you all there?", via="rest")
    for tab in tabs:
        tab.hears(said, clause="LIM-CONN-03")


@check("limits.connections-freed", "LIM-CONN-04")
def test_a_closed_connection_frees_its_place(stage: Stage) -> None:
    """However it ended: closed in order, or lost; a new one gets in soon after."""
    alice = stage.person("alice")
    room = alice.creates()
    tabs = fills_up(alice, room, "LIM-CONN-01")
    for end in (tabs[0].closes, tabs[1].drops):
        end()
        handshake = comes_in_within(alice, room, stage.settle_s)
        stage.judge("LIM-CONN-04", m.status_is, handshake, expected=[101])


@check("limits.connections-apart", "LIM-CONN-05")
def test_other_conversations_and_people_do_not_count(stage: Stage) -> None:
    """Alice has all that she may have to one conversation; she connects to another one, and bob to this."""
    alice, bob = stage.people("alice", "bob")
    room, other = alice.creates(bob), alice.creates()
    fills_up(alice, room, "LIM-CONN-01")
    for person, where in ((alice, other), (bob, room)):
        found = person.knocks(where)
        handshake = found.handshake if isinstance(found, Tab) else found
        stage.judge("LIM-CONN-05", m.status_is, handshake, expected=[101])
        person.tabs[-1].until("LIM-CONN-05", m.is_first_frame, awaited="first frame")
        said = alice.says(where, "anybody here?", via="rest")
        person.tabs[-1].hears(said, clause="LIM-CONN-05")
