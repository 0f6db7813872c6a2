"""Read markers: answered, forward only, and told to the others."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import presence
from conformance.stage import Stage, check
from conformance.stage.receipts import reader_and_writer, reads


@check("receipts.answered", "READ-SET-01")
def test_a_read_is_answered_moved_or_not(stage: Stage) -> None:
    """Alice reads line 1 twice; both times the answer carries her marker."""
    reader, _, lines = reader_and_writer(stage, 1)
    for _ in range(2):
        answer = reads(reader, "READ-SET-01", lines[0])
        stage.judge("READ-SET-01", m.field_is, answer, path="frame/sequence_id", expected=lines[0])


@check("receipts.forward-only", "READ-SET-02")
def test_a_lower_read_moves_nothing(stage: Stage) -> None:
    """Alice has read to the last line; a read of the first is answered with the last."""
    reader, _, lines = reader_and_writer(stage, 2)
    reads(reader, "READ-SET-01", lines[1])
    answer = reads(reader, "READ-SET-01", lines[0])
    stage.judge("READ-SET-02", m.field_is, answer, path="frame/sequence_id", expected=lines[1])


@check("receipts.not-past-the-head", "READ-SET-03")
def test_a_read_above_the_head_does_not_pass_it(stage: Stage) -> None:
    """By one or by many, refused or clamped: the next answer carries a marker that is not past the head."""
    reader, _, lines = reader_and_writer(stage, 1)
    for above in (1, 1000):
        reader.sends({"type": "read", "sequence_id": lines[0] + above})
        reader.barrier()
        answer = reads(reader, "READ-SET-01", lines[0])
        stage.judge("READ-SET-03", presence.marker_is_at_most, answer, head=lines[0])


@check("receipts.malformed", "READ-SET-04")
def test_a_read_without_a_proper_number_is_refused(stage: Stage) -> None:
    """Missing, negative, a fraction, a text and null; a good one is answered."""
    reader, _, lines = reader_and_writer(stage, 1)
    for wrong in ({}, {"sequence_id": -1}, {"sequence_id": 0.5}, {"sequence_id": "1"}, {"sequence_id": None}):
        ref = stage.fresh("ref")
        reader.sends({"type": "read", "ref": ref, **wrong})
        wanted = {"type": "error", "code": "INVALID_FRAME", "ref": ref}
        reader.until("READ-SET-04", m.frame_has, awaited=f"INVALID_FRAME for {wrong}", fields=wanted)
    reads(reader, "READ-SET-01", lines[0])


@check("receipts.shown", "READ-SHOW-01")
def test_the_others_are_told_what_was_read(stage: Stage) -> None:
    """Alice reads the second of three lines; bob is told."""
    reader, writer, lines = reader_and_writer(stage, 3)
    reads(reader, "READ-SET-01", lines[1])
    wanted = {"type": "read", "participantId": reader.person.id, "sequence_id": lines[1]}
    writer.until("READ-SHOW-01", m.frame_has, awaited="read of alice", fields=wanted)
