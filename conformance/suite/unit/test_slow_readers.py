"""What a reader who is too slow is told."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.slow import (
    KERNEL_BYTES,
    beyond_the_queue,
    crowd,
    heartbeat_s,
    overflows,
    refuse_if_still_open,
    slow_reader,
)


@check("slow.code", "SLOW-CODE-01")
def test_who_is_too_slow_is_closed_with_4413(stage: Stage) -> None:
    """More is said than the queue for carol holds; she reads all the time, though too slowly, so that a close frame can
    reach her."""
    bob, carol = stage.people("bob", "carol")
    # What the network holds is read in time for her pongs, and for a server that waits settle_ms until its close frame
    # is taken.
    pace = 1.5 * KERNEL_BYTES / min(heartbeat_s(stage)[1], stage.settle_s)
    talk = crowd(stage, 2 * beyond_the_queue(stage) + int(pace * stage.settle_s), bob, carol)
    listening = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        overflows(talk, reader, listening, pace)
        found = reader.reads_on()
    refuse_if_still_open(found)
    reader.refuse_a_late_reader(KERNEL_BYTES)
    stage.judge("SLOW-CODE-01", m.closed_with, found[-1], codes=[4413])
