"""What a reader who is too slow is told."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.limits import heartbeat_s, seconds
from conformance.stage.outcome import Inconclusive
from conformance.stage.slow import TOO_SLOW, below_the_queue, beyond_the_queue, crowd, slow_reader

TRIES = 6
"""A busy machine may not get enough said before the first pong is due."""


@check("slow.code", "SLOW-CODE-01")
def test_who_is_too_slow_is_closed_with_4413(stage: Stage) -> None:
    """More is said than the queue for carol holds while she reads nothing, or less, and she takes nothing of it for
    write_timeout_ms; then she reads to the end.

    She begins to read before a pong of hers can be late, and before a server has waited settle_ms for its close frame
    to be taken.  An end that comes too late to tell whether a pong was missed tells nothing: the next connection may.
    """
    carol = stage.person("carol")
    _, timeout_s = heartbeat_s(stage)
    # By the queue a server may cut off at once, by the time not before that is up.
    by_queue = beyond_the_queue(stage), 0.0
    by_time = below_the_queue(stage), seconds(stage, "write_timeout_ms")
    talk = crowd(stage, 2 * beyond_the_queue(stage), carol)
    for size, soonest_s in [by_queue, by_time] * (TRIES // 2):
        away_s = min(timeout_s * 0.7, soonest_s + stage.settle_s * 0.75)
        with slow_reader(carol, talk) as reader:
            talk.talks_past(reader, size, reader.abreast_at + away_s)
            reader.reads_on()
        if reader.was_told(TOO_SLOW) or reader.ended_before_a_pong_was_late():
            assert reader.ended is not None
            stage.judge("SLOW-CODE-01", m.closed_with, reader.ended, codes=[TOO_SLOW])
            return
    raise Inconclusive(f"{TRIES} connections: none was cut off before a pong could be late, or said why it ended")
