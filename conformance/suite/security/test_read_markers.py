"""Read markers belong to their readers."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages, receipts
from conformance.stage import Stage, Tab, check
from conformance.stage.receipts import reads, writes_lines


def _two_readers(stage: Stage) -> tuple[Tab, Tab, list[int]]:
    """Alice, who has read the first of bob's lines, and carol, who has read none."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    lines = writes_lines(bob.connects(room), 3)
    first, second = alice.connects(room), carol.connects(room)
    reads(first, "READ-SET-01", lines[0])
    return first, second, lines


def _is_still_at(stage: Stage, reader: Tab, line: int) -> None:
    answer = reads(reader, "READ-SET-01", line)
    stage.judge("READ-OWNER-01", receipts.marker_is, answer, reader=reader.person.id, expected=line)


@check("receipts.one-for-each", "READ-OWNER-01")
def test_who_reads_reads_for_nobody_else(stage: Stage) -> None:
    """Carol reads all lines, and alice is told; alice herself has still read one."""
    alice, carol, lines = _two_readers(stage)
    reads(carol, "READ-SET-01", lines[-1])
    wanted = {"type": "read", "participantId": carol.person.id, "sequence_id": lines[-1]}
    alice.until("READ-SHOW-01", m.frame_has, awaited="read of carol", fields=wanted)
    _is_still_at(stage, alice, lines[0])


@check("receipts.nobody-elses", "READ-OWNER-01", hostile=True)
def test_who_names_somebody_else_does_not_read_for_them(stage: Stage) -> None:
    """Carol's read names alice as the reader; whatever carol is answered, alice has still read one line."""
    alice, carol, lines = _two_readers(stage)
    since = len(carol.events)
    carol.sends({"type": "read", "sequence_id": lines[-1], "participantId": alice.person.id})
    kinds = ["read", "error"]
    carol.until("READ-SET-01", messages.is_frame_of, since=since, awaited="the answer to a read", types=kinds)
    _is_still_at(stage, alice, lines[0])
