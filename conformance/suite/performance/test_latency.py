"""Latency as people feel it, at a pace that no server should notice."""

from __future__ import annotations

from conformance.load import pace
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import load
from conformance.stage import Stage, Tab, check

EVERY_S = 0.03
MESSAGES = 60


@check("latency.ack", "SLO-ACK-01", phase="performance")
def test_acks_come_at_once(stage: Stage) -> None:
    """Alice sends steadily, alone in her conversation."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    sent, machine = pace.send_steadily(tab, stage.rounds(MESSAGES, least=20), EVERY_S)
    acks = [tab.acknowledges(frame) for frame in sent]
    bound = stage.bound("SLO-ACK-01")
    machine.judge(stage, "SLO-ACK-01", m.percentile_below, sent, acks, percentile=95, bound_ms=bound)


@check("latency.delivery", "SLO-DELIVERY-01", phase="performance")
def test_messages_reach_a_small_group_at_once(stage: Stage) -> None:
    """Alice sends steadily; bob, carol, dave and erin listen."""
    started, heard, machine = _delivered(stage, 4)
    bound = stage.bound("SLO-DELIVERY-01")
    machine.judge(stage, "SLO-DELIVERY-01", m.percentile_below, started, heard, percentile=95, bound_ms=bound)


@check("latency.handshake", "SLO-SHAKE-01", phase="performance")
def test_a_handshake_costs_little_more_than_a_round_trip(stage: Stage) -> None:
    """From the first byte of a handshake to `connected`, against a ping on an open connection."""
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    asked, answered, begun, greeted = [], [], [], []
    for _ in range(stage.rounds(30, least=10)):
        ping = tab.sends({"type": "ping", "nonce": (nonce := stage.fresh("ping"))})
        asked.append(ping)
        pong = {"type": "pong", "nonce": nonce}
        answered.append(tab.until("WS-CONNECTED-01", m.frame_has, awaited="pong", fields=pong))
        other = alice.connects(room)
        assert other.socket.opening is not None
        begun.append(other.socket.opening)
        greeted.append(other.events[0])
        other.closes()
    bound = stage.bound("SLO-SHAKE-01")
    stage.judge("SLO-SHAKE-01", load.excess_below, asked, answered, begun, greeted, percentile=95, bound_ms=bound)


@check("latency.health", "SLO-HEALTH-01", phase="performance")
def test_health_answers_at_once(stage: Stage) -> None:
    """A monitor that asks again and again is never kept waiting."""
    answers = [stage.stranger().request("GET", "/health/chat") for _ in range(stage.rounds(60, least=20))]
    requests, events = [answer.request for answer in answers], [answer.event for answer in answers]
    for event in events:
        stage.judge("HLT-SHAPE-01", m.conforms, event, path="body", schema="openapi:Health")
    bound = stage.bound("SLO-HEALTH-01")
    stage.judge("SLO-HEALTH-01", m.percentile_below, requests, events, percentile=95, bound_ms=bound)


@check("latency.routing-to-two", "SLO-ROUTE-01", phase="performance")
def test_a_second_receiver_costs_next_to_nothing(stage: Stage) -> None:
    """Median delivery to two people, against that to one."""
    _growth(stage, "SLO-ROUTE-01", 2)


@check("latency.routing-to-ten", "SLO-ROUTE-02", phase="performance")
def test_ten_receivers_cost_little(stage: Stage) -> None:
    """Median delivery to ten people, against that to one."""
    _growth(stage, "SLO-ROUTE-02", 10)


def _growth(stage: Stage, clause: str, receivers: int) -> None:
    few, few_heard, _ = stage.once("delivery to one", lambda: _delivered(stage, 1))
    many, many_heard, machine = _delivered(stage, receivers)
    bound = stage.bound(clause)
    machine.judge(stage, clause, load.median_grows_below, few, few_heard, many, many_heard, bound_ms=bound)


def _delivered(stage: Stage, receivers: int) -> tuple[list[Event], list[Event], pace.Machine]:
    """Alice's frames, each with every live event that it became, and what the machine was like."""
    alice, *others = stage.people("alice", *(f"listener{number}" for number in range(receivers)))
    room = alice.creates(*others)
    listening: list[Tab] = [other.connects(room) for other in others]
    sent, machine = pace.send_steadily(alice.connects(room), stage.rounds(MESSAGES, least=20), EVERY_S)
    pairs = [(frame, tab.receives(frame)) for frame in sent for tab in listening]
    return [frame for frame, _ in pairs], [heard for _, heard in pairs], machine
