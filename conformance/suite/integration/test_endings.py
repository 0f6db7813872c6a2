"""The last one goes: what is left of a conversation that nobody is in."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.stage import Person, Room, Stage, check
from conformance.stage import conversations as verbs


def nothing_works(stage: Stage, person: Person, room: Room) -> None:
    """Every operation on the conversation is answered with 404, as soon as its end has come round to this person."""
    verbs.refused_in_time(stage, "MEM-GONE-01", partial(verbs.asks_to_see, person, room), [404], within_s=0)
    message = {"message_id": stage.fresh("msg"), "content": "is anybody here?"}
    operations: list[tuple[str, str, object]] = [
        ("GET", room.resource, None),
        ("GET", room.path("/events"), None),
        ("GET", room.path("/messages"), None),
        ("POST", room.path("/messages"), message),
        ("DELETE", room.path("/leave"), None),
    ]
    if "invites" in stage.demanded:
        operations += [("POST", room.path("/invites"), {}), ("GET", room.path("/invites"), None)]
    if "tickets" in stage.demanded:
        operations.append(("POST", "/chat/tickets", {"conversation_id": room.id}))
    operations.append(("POST", room.path("/join"), {}))
    for method, path, body in operations:
        answer = person.request(method, path, body)
        stage.judge("MEM-GONE-01", m.status_is, answer.event, expected=[404])
    stage.judge("MEM-GONE-01", m.status_is, verbs.knocks(person, room), expected=[404])


@check("membership.gone-when-empty", "MEM-GONE-01")
def test_a_conversation_that_everybody_has_left_is_gone(stage: Stage) -> None:
    """Bob sees the open conversation while alice is in it; after she has left there is none, for him or for her."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    stage.judge("CONV-PREV-01", m.status_is, verbs.asks_to_see(bob, room).event, expected=[200])
    alice.leaves(room)
    for person in (bob, alice):
        nothing_works(stage, person, room)


@check("membership.gone-with-agent-left", "MEM-GONE-01", needs=("mint",))
def test_a_conversation_with_nobody_but_an_agent_is_gone(stage: Stage) -> None:
    """An agent is in a conversation with alice; she leaves, and for the agent there is none either."""
    alice, agent = stage.person("alice"), stage.person("agent", participant_type="ai")
    room = alice.creates(agent)
    agent.reads_events(room, after=0)
    alice.leaves(room)
    nothing_works(stage, agent, room)


@check("membership.gone-closes-agents", "MEM-GONE-02", needs=("mint",))
def test_agents_are_disconnected_when_the_last_human_goes(stage: Stage) -> None:
    """An agent listens to alice and bob; it stays connected when bob goes, and is closed with 1000 when alice does."""
    alice, bob = stage.people("alice", "bob")
    agent = stage.person("agent", participant_type="ai")
    room = alice.creates(bob, agent)
    listening = agent.connects(room)
    bob.leaves(room)
    listening.hears(alice.says(room, "the two of us", via="rest"))
    alice.leaves(room)
    ended = listening.ends("MEM-GONE-02", stage.settle_s)
    stage.judge("MEM-GONE-02", m.closed_with, ended, codes=[1000])
