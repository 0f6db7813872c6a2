"""Somebody comes into a running conversation, and from then on is one of those who talk."""

from __future__ import annotations

from conformance.recorder.matchers import history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("journey.newcomer-follows", "HIST-FOLLOW-01")
def test_a_newcomer_ends_up_with_the_timeline_of_the_others(stage: Stage) -> None:
    """Carol joins while alice and bob talk, connects, reads the past, listens; in the end she has what bob has."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    there = bob.connects(room)
    alice.says(room, "before anybody came", via="ws")
    carol.joins(room)
    alice.says(room, "while she came", via="ws")
    new = carol.connects(room)
    bob.says(room, "while she read", via="ws")
    past = verbs.whole_timeline(carol, room)
    alice.says(room, "after she had read", via="ws")
    last = bob.says(room, "the last word", via="ws")
    there.hears(last)
    new.hears(last, clause="HIST-FOLLOW-01")
    stage.judge("HIST-FOLLOW-01", history.same_timeline, past, new.events, there.events)
