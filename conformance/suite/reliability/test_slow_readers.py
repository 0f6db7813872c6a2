"""Readers who are too slow are cut off, in time and with nothing lost; nobody else is, and nobody else waits."""

from __future__ import annotations

import time

from conformance.history import delivery, reading
from conformance.recorder import matchers as m
from conformance.recorder.matchers import slow
from conformance.stage import Stage, check
from conformance.stage.catching_up import syncs_to_the_head
from conformance.stage.limits import heartbeat_s, seconds
from conformance.stage.outcome import Inconclusive
from conformance.stage.slow import (
    KERNEL_BYTES,
    below_the_queue,
    beyond_the_queue,
    crowd,
    overflows,
    queue_bytes,
    refuse_if_still_open,
    slow_reader,
    trickle,
)
from conformance.stage.workload import closing_line, meanwhile

TRIES = 4


@check("slow.others-are-served", "SLOW-OTHERS-01")
def test_a_reader_who_has_stopped_holds_up_nobody(stage: Stage) -> None:
    """Carol stops reading in the middle of a talk; bob hears every line of it in time."""
    bob, carol = stage.people("bob", "carol")
    talk = crowd(stage, below_the_queue(stage), bob, carol)
    listening = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        for _ in range(reader.lines_for(below_the_queue(stage)) // 4):
            lines = talk.lines(4)
            answers = meanwhile(stage, talk.posts(lines))
            for line in lines:
                wanted = {"type": "message", "message_id": line["message_id"]}
                listening.until("SLOW-OTHERS-01", m.frame_has, awaited="line of the talk", fields=wanted)
            for answer in answers():
                stage.judge("MSG-POST-01", m.status_is, answer, expected=[201])


@check("slow.stopped", "SLOW-CUT-01", slow=True)
def test_a_reader_who_takes_nothing_is_cut_off(stage: Stage) -> None:
    """Less than the declared queue waits for carol, and she takes none of it; when the time is up she is gone, and
    what is said then no longer comes to her.  Where the network is seen to have taken it all, nothing waited for her:
    the next time more is said."""
    carol = stage.person("carol")
    talk = crowd(stage, below_the_queue(stage), carol)
    for number in range(TRIES):
        with slow_reader(carol, talk) as reader:
            talk.says(reader.lines_for(below_the_queue(stage) + number * queue_bytes(stage) // 2) - 1)
            stood_still = reader.looks_away(seconds(stage, "write_timeout_ms") + stage.settle_s)
            nothing_waited = reader.nothing_waits(talk)
            late = talk.says(1).body["message_id"]
            found = reader.reads_on(until=late)
            if not stood_still or (nothing_waited and reader.ended is None):
                continue
            stage.judge(
                "SLOW-CUT-01", slow.was_cut_off, found, before=late,
                because=f"took no byte for write_timeout_ms ({stage.limits['write_timeout_ms']}) and settle_ms",
            )  # fmt: skip
            return
    raise Inconclusive(f"{TRIES} times the network took all that was said, or more and more of it: nothing stood still")


@check("slow.trickling", "SLOW-CUT-02", slow=True)
def test_a_reader_who_takes_too_little_is_cut_off(stage: Stage) -> None:
    """Carol takes a little all the time, and much less than is said; when more waits than the declared queue holds,
    she is gone soon after."""
    carol = stage.person("carol")
    pace = trickle(stage)
    # Where at least twice as much is said as she reads, she has read no more than waits when that is enough; then she
    # goes on for settle_ms.
    talk = crowd(stage, 2 * beyond_the_queue(stage) + int(pace * stage.settle_s), carol)
    with slow_reader(carol, talk) as reader:
        with reader.reading_slowly(pace):
            while (missing := beyond_the_queue(stage) - reader.unread(talk)) > 0:
                talk.says(reader.lines_for(missing))
            reader.goes_on_for(stage.settle_s)
        late = talk.says(1).body["message_id"]
        stage.judge(
            "SLOW-CUT-02", slow.was_cut_off, reader.reads_on(until=late), before=late,
            because=f"left more than send_queue_bytes ({queue_bytes(stage)}) waiting for settle_ms",
        )  # fmt: skip


@check("slow.gapless-prefix", "SLOW-PREFIX-01")
def test_what_a_slow_reader_has_is_whole_up_to_its_end(stage: Stage) -> None:
    """More is said than the queue for carol holds, of which she takes little; then she reads: one event after the
    other, and the end."""
    bob, carol = stage.people("bob", "carol")
    talk = crowd(stage, 2 * beyond_the_queue(stage), bob, carol)
    listening = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        overflows(talk, reader, listening)
        found = reader.reads_on()
        stage.judge("SLOW-PREFIX-01", slow.is_a_gapless_prefix, found, after=reader.position, up_to=talk.head())
        refuse_if_still_open(found)


@check("slow.completes-by-sync", "SLOW-SYNC-01")
def test_who_was_too_slow_gets_the_rest_by_sync(stage: Stage) -> None:
    """Carol is cut off, comes again, and syncs from the last line that she has read; then nothing is missing."""
    bob, carol = stage.people("bob", "carol")
    talk = crowd(stage, 2 * beyond_the_queue(stage), bob, carol)
    listening = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        overflows(talk, reader, listening)
        found = reader.reads_on()
    refuse_if_still_open(found)
    before = [event for event in found if reading.is_live(event)]
    again = carol.connects(talk.room)
    pages = syncs_to_the_head(again, before[-1].frame["sequence_id"])
    last = closing_line(talk.room, carol, [again])
    after = [event for event in again.events if reading.is_live(event)]
    stage.judge("SLOW-SYNC-01", delivery.holds_everything_once, before, pages, after, after=reader.position, up_to=last)


@check("slow.steady-reader-is-spared", "SLOW-SPARE-01", slow=True)
def test_a_reader_who_keeps_reading_is_not_cut_off(stage: Stage) -> None:
    """For longer than write_timeout_ms something always waits for carol, less than the queue holds; she reads all of
    it, at an even pace, and stays."""
    carol = stage.person("carol")
    timeout_s = seconds(stage, "write_timeout_ms")
    waiting = queue_bytes(stage) * 8 // 10
    # Her pongs are in time, and what the network holds is taken in write_timeout_ms; no faster, for a server that takes
    # a fifth of a second to store what is said must be able to keep something waiting.
    pace = max(1.4 * waiting / heartbeat_s(stage)[1], KERNEL_BYTES / timeout_s)
    for_s = 1.5 * timeout_s
    talk = crowd(stage, waiting + int(pace * for_s), carol)
    begun = time.monotonic_ns()
    with slow_reader(carol, talk) as reader:
        with reader.reading_slowly(pace):
            talk.keeps_waiting(reader, waiting, for_s)
            last = talk.says(1).body["message_id"]  # while she reads: it may have to wait for the rate
        found = reader.reads_on(until=last)
        if reader.ended is not None:
            stage.refuse_stalled(begun)
            reader.refuse_a_late_reader(waiting)
        stage.judge(
            "SLOW-SPARE-01", slow.is_spared, found, last=last,
            because=f"read all the time and never left more than send_queue_bytes ({queue_bytes(stage)}) waiting",
        )  # fmt: skip
