"""Read markers as others see them: forward only, and no part of the timeline."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import receipts
from conformance.stage import Stage, Tab, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.receipts import reader_and_writer, reads
from conformance.stage.workload import together


@check("receipts.never-backward", "READ-SHOW-02")
def test_what_is_told_of_a_reader_never_goes_back(stage: Stage) -> None:
    """Alice reads with two devices of which one lags, in turn, then with both at once, now the one ahead, now the
    other; what bob and her devices are told of her marker never goes back."""
    first, watching, lines = reader_and_writer(stage, 4 + 2 * stage.rounds(6, least=4))
    second = first.person.connects(first.room)
    reads(first, "READ-SET-01", lines[2])
    reads(second, "READ-SET-01", lines[0])
    reads(first, "READ-SET-01", lines[3])
    ahead, behind = first, second
    for lower, higher in zip(lines[4::2], lines[5::2], strict=True):
        both = [(ahead, higher), (behind, lower)]
        stage.random.shuffle(both)
        together(stage, *(tab.socket.send({"type": "read", "sequence_id": number}) for tab, number in both))
        ahead, behind = behind, ahead
    # What each of them reads last is told after everything before it.
    for reader in (first, second):
        last = watching.says("the end").sequence_id
        reads(reader, "READ-SET-01", last)
        _is_told(watching, reader, last)
    for tab in (watching, first, second):
        stage.judge("READ-SHOW-02", receipts.never_goes_back, tab.events, reader=first.person.id)


@check("receipts.never-stored", "READ-STORE-01")
def test_reading_takes_no_number(stage: Stage) -> None:
    """Between two lines of bob's alice reads, and he is told; nothing but the lines has a number."""
    reader, writer, _ = reader_and_writer(stage, 0)
    before = writer.says("before")
    reads(reader, "READ-SET-01", before.sequence_id)
    _is_told(writer, reader, before.sequence_id)
    after = writer.says("after")
    pages = whole_timeline(writer.person, writer.room)
    said = [before.message_id, after.message_id]
    stage.judge("READ-STORE-01", receipts.holds_nothing_but, pages, message_ids=said)


def _is_told(watching: Tab, reader: Tab, number: int) -> None:
    wanted = {"type": "read", "participantId": reader.person.id, "sequence_id": number}
    watching.until("READ-SHOW-01", m.frame_has, awaited=f"read of {reader.person.name}", fields=wanted)
