"""The matchers of load, each both ways, down to their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from helpers import event

from conformance.recorder.events import Event
from conformance.recorder.matchers import load

MS = 1_000_000
ROOMS = {"alice": "one", "bob": "one", "carol": "other"}


def frame(at_ms: float, connection: str = "alice", **members: Any) -> Event:
    return event("sent", at=int(at_ms * MS), connection=connection, frame=members, due=int(at_ms * MS))


def came(at_ms: float, connection: str = "alice", **members: Any) -> Event:
    return event("received", at=int(at_ms * MS), connection=connection, frame=members)


def spread(*waits_ms: float) -> tuple[list[Event], list[Event]]:
    """Frames, one each 10 ms, and what came so long after each."""
    starts = [10.0 * number for number in range(len(waits_ms))]
    return [frame(at) for at in starts], [came(at + wait) for at, wait in zip(starts, waits_ms, strict=True)]


def message(name: str, connection: str) -> Event:
    return came(0, connection, type="message", message_id=name)


def ack(name: str, connection: str) -> Event:
    return came(0, connection, type="message_ack", message_id=name)


def test_the_median_may_grow_up_to_its_bound() -> None:
    few, many, more = spread(1, 2, 90), spread(5, 7, 90), spread(5, 8, 90)
    assert load.median_grows_below(*few, *many, bound_ms=5) is None
    assert load.median_grows_below(*few, *more, bound_ms=5) == (
        "the median grew by 6.00 ms, from 2.00 to 8.00; the bound is 5 ms"
    )


def test_an_excess_stays_below_its_bound() -> None:
    plain, near, far = spread(2, 2, 2), spread(6, 6, 6.9), spread(6, 6, 7)
    assert load.excess_below(*plain, *near, percentile=95, bound_ms=5) is None
    assert load.excess_below(*plain, *far, percentile=95, bound_ms=5) == (
        "p95 was 7.0 ms, 5.0 above a bare round trip; bound 5 ms"
    )


def test_a_schedule_is_kept() -> None:
    sent, acks = spread(1, 1, 30)
    assert load.keeps_pace(sent, acks, bound_ms=30) is None
    assert load.keeps_pace(sent, acks, bound_ms=29) == (
        "3 messages in 0.0 s left the server 30 ms behind; 29 ms are allowed"
    )
    assert load.keeps_pace(sent, acks[:1], bound_ms=30) == "2 of 3 messages were not acknowledged when they had to be"


def test_everybody_heard_everything() -> None:
    heard = [message("m", "alice"), message("m", "bob")]
    assert load.all_heard(heard, message_ids=["m"], connections=["alice", "bob"]) is None
    assert load.all_heard(heard, message_ids=["m"], connections=["alice", "carol"]) == (
        '1 of 2 connections did not hear: ["carol"]'
    )


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ([ack("m", "alice"), message("m", "alice"), message("m", "bob")], None),
        # A connection that was closed was told: it knows that it must ask again.
        ([ack("m", "alice"), message("m", "alice"), event("dropped", connection="bob")], None),
        ([ack("m", "alice"), message("m", "alice")], "1 deliveries lost without a close, first: m never reached bob"),
        ([message("m", "alice")], "no message was acknowledged at all"),
    ],
)
def test_what_was_acknowledged_reached_its_conversation(after: list[Event], reason: str | None) -> None:
    sent = [frame(0, "alice", type="message", message_id="m")]
    assert load.nothing_lost(sent, after, rooms=ROOMS) == reason


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"conversation_id": "one"}, None),
        ({}, None),
        ({"conversation_id": "other"}, 'bob was sent "message" of the conversation "other"'),
    ],
)
def test_no_event_came_from_next_door(told: Mapping[str, str], reason: str | None) -> None:
    assert load.nothing_leaked([came(0, "bob", type="message", message_id="m", **told)], rooms=ROOMS) == reason


def test_of_leaks_nothing_is_known_where_nothing_was_sent() -> None:
    assert "nothing is known" in str(load.nothing_leaked([ack("m", "alice")], rooms=ROOMS))


def test_few_connections_end() -> None:
    lost = [event("dropped", connection="alice"), event("close_received", connection="alice", code=1011, reason="")]
    assert load.few_closed(lost, connections=101, bound_percent=1) is None
    assert load.few_closed(lost, connections=100, bound_percent=1) == (
        "1 of 100 connections were ended (1.0 %), the bound is 1 %"
    )


def test_a_few_ends_among_few_connections_may_be_chance() -> None:
    assert [load.may_be_chance(ended, 40, 1) for ended in range(5)] == [True, True, True, False, False]
    assert not load.may_be_chance(1, 40, 0.01)


def test_memory_settles() -> None:
    served = [ack("m", "alice")]
    assert load.memory_settles(served, after_cycles=[100, 110, 105], bound_percent=10) is None
    assert load.memory_settles(served, after_cycles=[10_000_000, 11_100_000], bound_percent=10) == (
        "memory after each cycle was 10.0 -> 11.1 MB: it grew by 11.0 %, the bound is 10 %"
    )
    assert "says nothing" in str(load.memory_settles([], after_cycles=[100, 100], bound_percent=10))
