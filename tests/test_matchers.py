"""The common matchers, each both ways, down to the words in which it says what came and why that differs."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, event
from matcher_events import waits
from matcher_rows import BREAKS, HOLDS, name_of

from conformance.contract import schemas
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import MATCHERS

pytestmark = pytest.mark.usefixtures("a_schema_of_our_own")


@pytest.mark.parametrize(("match", "readings", "arguments"), HOLDS, ids=name_of)
def test_matcher_accepts_what_is_as_described(match: Any, readings: tuple[Any, ...], arguments: dict[str, Any]) -> None:
    assert match(*readings, **arguments) is None


@pytest.mark.parametrize(("match", "readings", "arguments", "words"), BREAKS, ids=name_of)
def test_matcher_says_what_came_and_why_that_differs(
    match: Any, readings: tuple[Any, ...], arguments: dict[str, Any], words: str
) -> None:
    assert match(*readings, **arguments) == words


COMMON = {f"conformance.recorder.matchers.{name}" for name in ("absence", "basic", "latency", "timeline")}


COMMON |= {"conformance.history.isolation"}


def test_matcher_each_one_is_tried_both_ways() -> None:
    """All of the common ones; a family's own are tried beside the checks that use them."""
    common = {match.__name__ for match in MATCHERS.values() if match.__module__ in COMMON}
    never_accepts = {"nothing_came"}  # by definition
    assert common >= {"status_is", "nobody_received", "percentile_below", "page_holds", "nobody_outside_was_told"}
    assert {row[0].__name__ for row in HOLDS} | never_accepts >= common
    assert {row[0].__name__ for row in BREAKS} >= common


def test_conforms_to_a_schema_that_does_not_exist_is_the_fault_of_the_suite() -> None:
    with pytest.raises(schemas.UnknownSchema, match="the contract's openapi document has no schema Nothing"):
        m.conforms(answer(200, {}), path="body", schema="openapi:Nothing")


def test_percentile_of_waits_that_do_not_pair_is_the_fault_of_the_suite() -> None:
    started, ended = waits(1, 2)
    with pytest.raises(ValueError, match="zip"):
        m.percentile_below(started, ended[:1], percentile=95, bound_ms=5)
    with pytest.raises(IndexError):
        m.percentile_below([], [], percentile=95, bound_ms=5)


def test_percentile_counts_from_the_moment_when_a_frame_was_due() -> None:
    late = event("sent", at=9_000_000, due=1_000_000)
    came = event("received", at=10_000_000)
    assert m.percentile_below([late], [came], percentile=95, bound_ms=9) == (
        "p95 of 1 was 9.0 ms (median 9.0), the bound is 9 ms"
    )
