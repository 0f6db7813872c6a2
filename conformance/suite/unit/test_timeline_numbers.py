"""Numbers of the timeline: from 1, by 1, and none for what did not happen."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import BOTH, Stage, check
from conformance.stage import conversations as verbs

NUMBER = {"rest": "body/sequence_id", "ws": "frame/sequence_id"}


@check("timeline.first-number", "GEN-SEQ-01", transports=BOTH)
def test_the_first_event_has_number_one(stage: Stage, transport: str) -> None:
    """The first message of a conversation with two people in it is event 1."""
    alice, bob = stage.people("alice", "bob")
    said = alice.says(alice.creates(bob), "the first word", via=transport)
    stage.judge("GEN-SEQ-01", m.field_is, said.answer, path=NUMBER[transport], expected=1)


@check("timeline.no-gaps", "GEN-SEQ-02", transports=BOTH)
def test_numbers_rise_by_one(stage: Stage, transport: str) -> None:
    """Two people talk, another conversation goes on beside theirs: each event is numbered one above the last."""
    alice, bob = stage.people("alice", "bob")
    room, elsewhere = alice.creates(bob), alice.creates()
    said = []
    for number in range(stage.rounds(6, least=3)):
        alice.says(elsewhere, "beside it", via=transport)
        said += [who.says(room, f"line {number}", via=transport) for who in (alice, bob)]
    paths = [NUMBER[transport]] * len(said)
    stage.judge("GEN-SEQ-02", history.rise_by_one, [one.answer for one in said], paths=paths)


@check("timeline.creation-takes-none", "GEN-SEQ-03")
def test_creation_takes_no_number(stage: Stage) -> None:
    """A new conversation of three people stands at 0, and so it does when it is read."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    for seen in (room.answer.event, verbs.looks_at(bob, room).event):
        stage.judge("GEN-SEQ-03", m.field_is, seen, path="body/current_sequence_id", expected=0)
