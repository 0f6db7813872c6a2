"""The first frame of a connection, member by member."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check


@check("greeting.shape", "WS-CONNECTED-02")
def test_the_first_frame_has_its_whole_shape(stage: Stage) -> None:
    """Connection, participant, conversation, participants, heartbeat and limits, as the contract draws them."""
    alice, bob = stage.people("alice", "bob")
    tab = alice.connects(alice.creates(bob))
    stage.judge("WS-CONNECTED-02", m.conforms, tab.events[0], path="frame", schema="asyncapi:Connected")


@check("greeting.own-name", "WS-CONNECTED-03")
def test_everybody_is_greeted_by_their_own_name(stage: Stage) -> None:
    """Alice and bob connect to one conversation; each is told who they are."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for who in (alice, bob):
        greeting = who.connects(room).events[0]
        stage.judge("WS-CONNECTED-03", m.field_is, greeting, path="frame/participant/participantId", expected=who.id)


@check("greeting.one-moment", "WS-CONNECTED-04")
def test_the_list_belongs_to_the_position(stage: Stage) -> None:
    """While people join one by one, alice opens one connection after each and compares list and position."""
    people = stage.people("alice", *(f"guest{number}" for number in range(3)))
    alice, guests = people[0], people[1:]
    room = alice.creates(access="open")
    watching = alice.connects(room)
    for guest in guests:
        seen = alice.connects(room)
        since = len(watching.events)
        guest.joins(room)
        joined = {"type": "participant_joined"}
        watching.until("MEM-JOIN-02", m.frame_has, since=since, awaited="participant_joined", fields=joined)
        late = alice.connects(room)
        for tab in (seen, late):
            stage.judge(
                "WS-CONNECTED-04", websocket.list_is_of_its_moment, tab.events[0],
                [event for event in watching.events if event.frame.get("type") == "participant_joined"],
                before=[alice.id],
            )  # fmt: skip
            tab.closes()


@check("greeting.connection-id", "WS-CONNECTED-05")
def test_no_two_connections_have_one_id(stage: Stage) -> None:
    """Two connections of alice, one of bob: three ids."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    greetings = [who.connects(room).events[0] for who in (alice, alice, bob)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        stage.judge("WS-CONNECTED-05", websocket.is_another_connection, greetings[one], greetings[other])


@check("greeting.limits", "WS-CONNECTED-06")
def test_the_limits_of_the_greeting_are_the_declared_ones(stage: Stage) -> None:
    """What connected names is what the capabilities document declares."""
    alice = stage.person("alice")
    greeting = alice.connects(alice.creates()).events[0]
    document = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, document.event, expected=[200])
    stage.judge("WS-CONNECTED-06", websocket.names_as_declared, greeting, document.event)
