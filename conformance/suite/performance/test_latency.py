"""Latency as people feel it, at a pace that no server should notice.

Frames leave at the times of a schedule, whether or not earlier ones were answered, and each wait counts from the
moment when the frame was due.
"""

from __future__ import annotations

from conformance.load import pace
from conformance.recorder import matchers as m
from conformance.stage import Stage, check

EVERY_S = 0.05
MESSAGES = 60


@check("latency.ack", "SLO-ACK-01", phase="performance")
def test_acks_come_at_once(stage: Stage) -> None:
    """Alice sends steadily, alone in her conversation."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    sent, machine = pace.send_steadily(tab, stage.rounds(MESSAGES, least=20), EVERY_S)
    acks = [tab.acknowledges(frame) for frame in sent]
    bound = stage.bound("SLO-ACK-01")
    machine.refuse_to_tell(m.percentile_below(sent, acks, percentile=95, bound_ms=bound), bound)
    stage.judge("SLO-ACK-01", m.percentile_below, sent, acks, percentile=95, bound_ms=bound)


@check("latency.delivery", "SLO-DELIVERY-01", phase="performance")
def test_messages_reach_a_small_group_at_once(stage: Stage) -> None:
    """Alice sends steadily; bob, carol, dave and erin listen."""
    alice, *others = stage.people("alice", "bob", "carol", "dave", "erin")
    room = alice.creates(*others)
    listening = [other.connects(room) for other in others]
    sent, machine = pace.send_steadily(alice.connects(room), stage.rounds(MESSAGES, least=20), EVERY_S)
    started, heard = [], []
    for frame in sent:
        for tab in listening:
            started.append(frame)
            heard.append(tab.receives(frame))
    bound = stage.bound("SLO-DELIVERY-01")
    machine.refuse_to_tell(m.percentile_below(started, heard, percentile=95, bound_ms=bound), bound)
    stage.judge("SLO-DELIVERY-01", m.percentile_below, started, heard, percentile=95, bound_ms=bound)
