"""What a reader who is too slow is told."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check
from conformance.stage.slow import beyond_the_queue, crowd, overflows, slow_reader


@check("slow.code", "SLOW-CODE-01")
def test_who_is_too_slow_is_closed_with_4413(stage: Stage) -> None:
    """More is said than the queue for carol holds; she reads on at once, so that a close frame can reach her."""
    carol = stage.person("carol")
    talk = crowd(stage, beyond_the_queue(stage), carol)
    with slow_reader(carol, talk) as reader:
        overflows(talk, reader)
        found = reader.reads_on()
    stage.judge("SLOW-CUT-02", websocket.ended, found)
    stage.judge("SLOW-CODE-01", m.closed_with, found[-1], codes=[4413])
