"""What a reader who is too slow is told."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check
from conformance.stage.slow import KERNEL_BYTES, beyond_the_queue, crowd, slow_reader

PACE = 2 * KERNEL_BYTES
"""Bytes a second: what the network holds when she is cut off is read in half a second, and the close frame follows."""


@check("slow.code", "SLOW-CODE-01")
def test_who_is_too_slow_is_closed_with_4413(stage: Stage) -> None:
    """More is said than the queue for carol holds; she reads all the time, though too slowly, so that a close frame can
    reach her."""
    carol = stage.person("carol")
    talk = crowd(stage, 2 * beyond_the_queue(stage) + int(PACE * stage.settle_s), carol)
    with slow_reader(carol, talk) as reader:
        with reader.reading_slowly(PACE):
            while reader.ended is None and (missing := beyond_the_queue(stage) - reader.unread(talk)) > 0:
                talk.says(reader.lines_for(missing))
        found = reader.reads_on()
    stage.judge("SLOW-CUT-02", websocket.ended, found)
    stage.judge("SLOW-CODE-01", m.closed_with, found[-1], codes=[4413])
