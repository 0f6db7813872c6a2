"""A talk of three, as each of them remembers it."""

from __future__ import annotations

from conformance.history import order
from conformance.stage import Stage, check
from conformance.stage.workload import A_LONG_TALK, closing_line, history, talk, within_rate


@check("journey.three-talk-at-once", "DLV-TALK-01")
def test_three_people_who_talk_at_once_see_one_conversation(stage: Stage) -> None:
    """Alice, bob and carol talk over each other; all three see every line once, in one order."""
    people = stage.people("alice", "bob", "carol")
    room = people[0].creates(*people[1:])
    tabs = [person.connects(room) for person in people]
    said = talk(stage, room, tabs, within_rate(stage, stage.rounds(A_LONG_TALK, least=5)))
    closing_line(room, people[2], tabs)
    every = [frame["message_id"] for frames in said for frame in frames]
    names = [person.name for person in people]
    stage.judge("DLV-TALK-01", order.everybody_saw, history(stage), message_ids=every, people=names)
