"""A closed lid in mid-conversation."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, check
from conformance.stage.catching_up import connected, last_heard, recovers, resume_query, syncs_to_the_head
from conformance.stage.workload import answered


@check("journey.closed-lid", "SYNC-LID-01")
def test_who_closes_the_lid_sees_later_what_was_said_and_can_answer(stage: Stage) -> None:
    """Bob closes the lid; alice and carol go on. He opens it, reads it all in order, answers, and is heard."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    before = bob.connects(room)
    before.hears(alice.says(room, "shall we?", via="ws"))
    before.drops()
    after = last_heard(before)
    for number, person in enumerate((alice, carol, alice)):
        head = person.says(room, f"line {number}", via="ws").sequence_id
    again = bob.connects(room, query=resume_query(before, after))
    recovers(stage, "SYNC-LID-01", connected(again), after)
    pages = [connected(again)]
    if pages[0].frame.get("has_more") is True and m.events_of(pages[0]):
        pages += syncs_to_the_head(again, m.events_of(pages[0])[-1]["sequence_id"])
    stage.judge("SYNC-LID-01", guarantees.walk_is_whole, pages, after=after, head=head)
    message_id = stage.fresh("msg")
    again.sends({"type": "message", "message_id": message_id, "content": "I am back"})
    answered(again, message_id, "SYNC-LID-01")
    listening = next(tab for tab in alice.tabs if tab.socket.ended is None)
    wanted = {"type": "message", "message_id": message_id}
    listening.until("SYNC-LID-01", m.frame_has, awaited="bob's answer", fields=wanted)
