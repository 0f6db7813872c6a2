"""What is made of the limits that a server declares: nothing is tried by what is no limit, or is beyond trying."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from conformance.stage import limits
from conformance.stage.outcome import NotRun
from conformance.stage.session import declared_limits


def staged(**declared: Any) -> Any:
    return SimpleNamespace(limits=declared_limits({"limits": declared}))


@pytest.mark.parametrize("value", [None, True, "5", [5], {}, -1, 0, 1.5])
def test_what_can_be_no_limit_is_taken_for_not_declared(value: Any) -> None:
    assert staged(queue_limit=value).limits == {}
    with pytest.raises(NotRun, match="does not declare queue_limit"):
        limits.limit(staged(queue_limit=value), "queue_limit")


def test_what_is_no_limit_of_the_contract_is_none_of_ours() -> None:
    assert declared_limits({"limits": {"x_more": 5, "rate": None, "max_participants": 7.0}}) == {
        "rate": None, "max_participants": 7
    }  # fmt: skip
    assert [declared_limits(document) for document in (None, [], {}, {"limits": 5})] == [{}] * 4


def test_a_limit_beyond_trying_can_be_known_and_is_not_reached_for() -> None:
    """Many servers declare the largest number that they know where they have no limit."""
    stage = staged(max_connections_per_participant=2**31 - 1, max_content_length=2**31 - 1)
    assert min(5, limits.limit(stage, "max_connections_per_participant")) == 5
    with pytest.raises(NotRun, match="a max_content_length of 2147483647, and this suite tries no more than 16777216"):
        limits.reachable(stage, "max_content_length")
    assert limits.reachable(staged(max_content_length=limits.MOST_TRIED), "max_content_length") == limits.MOST_TRIED


def test_nobody_waits_for_ever() -> None:
    hour = limits.MOST_WAITED_MS
    assert limits.seconds(staged(write_timeout_ms=hour), "write_timeout_ms") == 3600
    with pytest.raises(NotRun, match="waits no more than 3600000"):
        limits.seconds(staged(write_timeout_ms=hour + 1), "write_timeout_ms")
    assert limits.heartbeat_s(staged(heartbeat={"interval_ms": hour - 5, "timeout_ms": 5})) == (3599.995, 0.005)
    with pytest.raises(NotRun, match="the declared heartbeat takes 3600001 ms"):
        limits.heartbeat_s(staged(heartbeat={"interval_ms": hour, "timeout_ms": 1}))
    with pytest.raises(NotRun, match="does not declare heartbeat"):
        limits.heartbeat_s(staged(heartbeat={"interval_ms": "soon", "timeout_ms": 1}))
