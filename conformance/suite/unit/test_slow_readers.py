"""What a reader who is too slow is told."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.slow import KERNEL_BYTES, beyond_the_queue, crowd, has_heard, refuse_if_still_open, slow_reader

PACE = 2 * KERNEL_BYTES
"""Bytes a second: what the network holds when she is cut off is read in half a second, and the close frame follows."""


@check("slow.code", "SLOW-CODE-01")
def test_who_is_too_slow_is_closed_with_4413(stage: Stage) -> None:
    """More is said than the queue for carol holds; she reads all the time, though too slowly, so that a close frame can
    reach her."""
    bob, carol = stage.people("bob", "carol")
    talk = crowd(stage, 2 * beyond_the_queue(stage) + int(PACE * stage.settle_s), bob, carol)
    listening = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        with reader.reading_slowly(PACE):
            while reader.ended is None and (missing := beyond_the_queue(stage) - reader.unread(talk)) > 0:
                has_heard(listening, talk.says(reader.lines_for(missing)))
        found = reader.reads_on()
    refuse_if_still_open(found)
    stage.judge("SLOW-CODE-01", m.closed_with, found[-1], codes=[4413])
