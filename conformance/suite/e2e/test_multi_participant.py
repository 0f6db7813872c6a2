"""Journeys: people who share, talk, come late, leave and return."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.conversations import whole_timeline


@check("journey.late-joiner-catches-up", "HIST-LATE-01")
def test_who_joins_late_reads_everything_from_the_start(stage: Stage) -> None:
    """Alice and bob talk; carol joins in the middle and reads the whole timeline from 1."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    said = [who.says(room, f"line {number}", via="ws").message_id for number, who in enumerate((alice, bob, alice))]
    carol.joins(room)
    pages = whole_timeline(carol, room)
    stage.judge("HIST-LATE-01", m.pages_are_contiguous, pages)
    stage.judge("HIST-LATE-01", m.page_holds, pages, message_ids=said)


@check("journey.leaves-and-returns", "MEM-REJOIN-01")
def test_who_left_and_returned_reads_what_was_said_meanwhile(stage: Stage) -> None:
    """Bob leaves, alice goes on talking, bob rejoins: nothing of the timeline is missing for him."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    bob.joins(room)
    before = bob.says(room, "until later", via="rest").message_id
    bob.leaves(room)
    meanwhile = alice.says(room, "while bob was away", via="rest").message_id
    bob.joins(room)
    pages = whole_timeline(bob, room)
    stage.judge("MEM-REJOIN-01", m.pages_are_contiguous, pages)
    stage.judge("MEM-REJOIN-01", m.page_holds, pages, message_ids=[before, meanwhile])
