"""A conversation from its first word to its last member."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("journey.start-and-talk", "CONV-START-01")
def test_who_starts_a_conversation_is_read_and_answered(stage: Stage) -> None:
    """Alice starts a conversation with bob and carol and writes; both read her, and she and the other their answers."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    tabs = [person.connects(room) for person in (alice, bob, carol)]
    for speaking in tabs:
        said = speaking.says(f"{speaking.person.name} speaks", clause="CONV-START-01")
        for listening in tabs:
            listening.hears(said, clause="CONV-START-01")


@check("journey.everybody-leaves", "MEM-END-01")
def test_one_after_another_leaves_until_nothing_is_left(stage: Stage) -> None:
    """Four people talk and go one by one; who remains sees each go; at the end nobody finds anything."""
    everybody = stage.people("alice", "bob", "carol", "dave")
    room = everybody[0].creates(*everybody[1:], access="open")
    tabs = [person.connects(room) for person in everybody]
    said = tabs[0].says("that was all")
    for tab in tabs:
        tab.hears(said)
    for number, person in enumerate(everybody):
        person.leaves(room)
        gone = {"type": "participant_left", "participant/participantId": person.id, "reason": "left"}
        for tab in tabs[number + 1 :]:
            tab.until("MEM-END-01", m.frame_has, awaited=f"participant_left of {person.name}", fields=gone)
        verbs.settles(stage, "MEM-END-01", conversations.does_not_list, partial(verbs.listed, person), id=room.id)
    for person in everybody:
        verbs.refused_in_time(stage, "MEM-END-01", partial(verbs.asks_to_see, person, room), [404], within_s=0)
