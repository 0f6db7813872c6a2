"""What somebody has sent counts against the declared rate from when a server may have counted it."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import cast

import pytest

from conformance.stage.people import Person
from conformance.stage.stage import Stage

WINDOW_S = 2.0
SETTLE_S = 5.0


@pytest.fixture
def alice() -> Person:
    """Somebody who may say two lines in a window."""
    limits = {"rate": {"messages": 2, "per_seconds": WINDOW_S}}
    return Person(cast(Stage, SimpleNamespace(limits=limits, settle_s=SETTLE_S, cast=[])), "alice", "alice", "")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as its only item."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_what_is_not_answered_yet_counts_however_long_ago_it_was_sent(alice: Person, clock: list[float]) -> None:
    places = [alice.sends_without_waiting() for _ in range(2)]
    clock[0] += 100 * WINDOW_S
    assert alice.must_wait, "a busy server may come to both of them now"
    for place in places:
        alice.was_answered(place)
    assert alice.must_wait
    clock[0] += WINDOW_S
    assert not alice.must_wait


def test_what_nobody_waits_for_any_more_counts_until_the_server_may_have_come_to_it(
    alice: Person, clock: list[float]
) -> None:
    for place in [alice.sends_without_waiting() for _ in range(2)]:
        alice.was_not_answered(place)
    clock[0] += SETTLE_S + WINDOW_S - 0.01
    assert alice.must_wait
    clock[0] += 0.02
    assert not alice.must_wait


def test_what_was_said_before_a_talk_counts_from_when_the_talk_began(alice: Person, clock: list[float]) -> None:
    alice.keep_to_rate()
    clock[0] += 1.0  # until it was answered
    alice.was_answered(alice.sends_without_waiting())
    clock[0] += WINDOW_S - 0.01
    assert alice.must_wait, "the server may have come to the first as late as to the second"
    clock[0] += 0.02
    assert not alice.must_wait
