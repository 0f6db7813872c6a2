"""Removing somebody: they are gone, everybody knows by whose hand, and the door stays open."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("removal.event", "MEM-REMOVE-01")
def test_a_removal_is_told_with_its_reason_and_its_author(stage: Stage) -> None:
    """Alice removes bob: carol reads who did it, and the conversation is bob's no longer."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    verbs.removes(alice, bob, room)
    carol.says(room, "he is gone", via="rest")  # behind whatever was appended of bob
    stage.judge(
        "MEM-REMOVE-01", history.timeline_counts, verbs.whole_timeline(carol, room), event_type="participant_left",
        participant=bob.id, count=1, fields={"reason": "removed", "by": alice.id},
    )  # fmt: skip
    verbs.refused_in_time(stage, "MEM-REMOVE-01", partial(verbs.asks_for, bob, room, after=0), [404], within_s=0)


@check("removal.no-ban", "MEM-REMOVE-05")
def test_who_was_removed_can_join_again(stage: Stage) -> None:
    """The conversation is open: bob, removed a moment ago, comes in again."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob, access="open")
    verbs.removes(alice, bob, room)
    answer = bob.request("POST", room.path("/join"), {"displayName": "bob"})
    stage.judge("MEM-REMOVE-05", m.status_is, answer.event, expected=[200])
