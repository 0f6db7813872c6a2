"""The matchers of outages, each both ways."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event, received

from conformance.recorder.matchers import outages as o

SILENCE = event("no_answer", who="alice", reason="timed out")


def health(status: Any) -> Any:
    return answer(200, {"status": status, "checks": {"storage": {"status": "healthy"}}})


@pytest.mark.parametrize("status", ["degraded", "unhealthy"])
def test_who_is_not_well_may_say_so_in_two_ways(status: str) -> None:
    assert o.says_that_it_is_not_well(health(status)) is None


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (health("healthy"), 'got "healthy" with checks.storage {"status": "healthy"}'),
        (health(None), "got null"),
        (answer(404, None), "got (absent)"),
        (SILENCE, "no answer came"),
    ],
)
def test_a_green_light_in_an_outage_is_told(seen: Any, words: str) -> None:
    assert words in str(o.says_that_it_is_not_well(seen))


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [
        (answer(503, {"retry_after": 2}), 2.0),
        (received({"type": "error", "retry_after": 0.5}), 0.5),
        (received({"type": "error", "retry_after": -1}), 0.0),
        (received({"type": "error"}), None),
        (answer(503, {"retry_after": True}), None),
        (answer(503, None), None),
        (SILENCE, None),
    ],
)
def test_the_wait_that_is_named(refusal: Any, seconds: float | None) -> None:
    assert o.wait_named(refusal) == seconds
