"""Stopping and starting again, as an operator does it on any day."""

from __future__ import annotations

from conformance.history import messages
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, check
from conformance.stage.catching_up import relay
from conformance.stage.stopping import (
    asks_from_the_first_moment,
    bursts,
    goodbye,
    knocks_at,
    refuse_idle,
    talks_to_the_end,
    was_idle,
)
from conformance.stage.workload import history, meanwhile, timeline
from conformance.target.process import STOP_WITHIN_S


@check("stop.stored-is-answered", "STOP-ANSWER-01", phase="alone", needs=("launch",))
def test_what_is_stored_was_answered_before_the_goodbye(stage: Stage) -> None:
    """Alice, bob and carol talk until their connections end, and all at once just before the server is told to go, so
    that lines of theirs are under way then; every line that it stored was answered on its connection.

    A quick server may have answered all of them; then it is told again, five times at most."""
    for _ in range(5):
        told = _goes_while_people_talk(stage)
        if not was_idle(stage, told):
            break
    refuse_idle(stage, told)


def _goes_while_people_talk(stage: Stage) -> Event:
    """One such goodbye, judged; returns the moment at which the server was told to go."""
    people = stage.people("alice", "bob", "carol")
    room = people[0].creates(*people[1:])
    begun = room.answer.event.at
    tabs = [person.connects(room) for person in people]
    ends = [meanwhile(stage, talks_to_the_end(tab)) for tab in tabs]
    for tab in tabs:
        tab.until("MSG-ACK-01", m.frame_has, awaited="the first ack", fields={"type": "message_ack"})
    bursts(stage, tabs)
    stage.server.terminate()
    for tab in tabs:
        tab.ends("STOP-CLOSE-01", STOP_WITHIN_S)
    for end in ends:
        end()
    told, _ = goodbye(stage, STOP_WITHIN_S)
    stage.server.restore()
    said = [event for event in history(stage) if event.at > begun]
    stage.judge("STOP-ANSWER-01", guarantees.stored_means_answered, said, timeline(people[0], room))
    return told


@check("stop.nobody-is-let-in", "STOP-WORK-01", phase="alone", needs=("launch",))
def test_a_server_that_says_goodbye_lets_nobody_in(stage: Stage) -> None:
    """As soon as alice's socket was closed, a new handshake and a new request are refused."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    stage.server.terminate()
    ended = tab.ends("STOP-CLOSE-01", STOP_WITHIN_S)
    for attempt in knocks_at(alice, room):
        stage.judge("STOP-WORK-01", guarantees.nobody_is_let_in, ended, attempt)


@check("stop.in-time", "STOP-TIME-01", phase="alone", needs=("launch",))
def test_a_server_goes_in_time_though_a_client_is_silent(stage: Stage) -> None:
    """Bob's network is dead and nothing of his answers the close; the server is gone within 10 s all the same."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = alice.connects(room)
    with relay(stage) as (network, endpoint):
        bob.connects(room, endpoint=endpoint)
        network.holds_to_server = network.holds_to_client = True
        stage.server.terminate()
        ended = listening.ends("STOP-CLOSE-01", STOP_WITHIN_S)
        told, gone = goodbye(stage, STOP_WITHIN_S)
        stage.judge("STOP-TIME-01", guarantees.was_gone_in_time, ended, told, gone, within_s=STOP_WITHIN_S)


@check("stop.acknowledged-is-kept", "STOP-KEEP-01", phase="alone", needs=("launch",))
def test_what_was_acknowledged_is_there_after_a_graceful_stop(stage: Stage) -> None:
    """Alice's last ack has just come when the server is told to go; after its restart all her lines are there."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    said = [alice.says(room, f"line {number}", via=("ws", "rest")[number % 2]) for number in range(6)]
    stage.server.terminate()
    alice.tabs[0].ends("STOP-CLOSE-01", STOP_WITHIN_S)
    stage.server.restore()
    ids = [one.message_id for one in said]
    stage.judge("STOP-KEEP-01", messages.all_there_once, timeline(bob, room, clause="STOP-KEEP-01"), message_ids=ids)


@check("stop.correct-from-the-start", "STOP-START-01", phase="alone", needs=("launch",), slow=True)
def test_a_restarted_server_serves_correctly_from_its_first_answer(stage: Stage) -> None:
    """The server is stopped and started; while it starts, bob asks for his conversation, its events and a socket
    again and again: each answer is right, or 503."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    head = [alice.says(room, f"line {number}", via="ws") for number in range(3)][-1].sequence_id
    stage.server.terminate()
    ended = alice.tabs[0].ends("STOP-CLOSE-01", STOP_WITHIN_S)
    told, gone = goodbye(stage, STOP_WITHIN_S)
    stage.judge("STOP-TIME-01", guarantees.was_gone_in_time, ended, told, gone, within_s=STOP_WITHIN_S)
    asking = meanwhile(stage, asks_from_the_first_moment(bob, room))
    stage.server.start()
    answers: list[Event] = asking()
    stage.judge("STOP-START-01", guarantees.serves_or_says_503, answers, position=head)
