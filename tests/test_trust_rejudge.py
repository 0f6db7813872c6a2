"""What the suite of today decides on a recording of another day."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import check, event, manifest
from recorded_runs import CHECKS, CONTRACT, plain
from trusting import changed, run_of_events, whole

from conformance.report.results import build
from conformance.trust.rejudging import NEW, STOPPED, UNJUDGED, rejudged


def test_the_same_suite_decides_the_same(tmp_path: Path) -> None:
    """What the ladder kept from running is recorded as such: it is not taken for a check that is new."""
    _, events = whole(tmp_path)
    events.append(event("withheld", "two", outcome="blocked", reason="a rung below it is broken"))
    results = plain(build(run_of_events(events)))
    now = plain(build(rejudged(events, CONTRACT, CHECKS, "2.0")))
    assert now["suite"]["version"] == "2.0"
    assert now["notes"] == ["judged anew from what suite 0.1 recorded in run 1a2b3c4d"]
    kept = ("verdict", "counts", "causes", "requirements", "operations")
    assert {key: now[key] for key in kept} == {key: results[key] for key in kept}


def test_a_check_of_today_that_was_never_recorded_is_not_run(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    today = {**CHECKS, **manifest(check("one.new", "ONE-01"))}
    checks = {one.id: one for one in rejudged(events, CONTRACT, today, "2.0").verdict.checks}
    assert (checks["one.new"].outcome, checks["one.new"].reason) == ("not_run", NEW)


def test_a_matcher_of_today_that_finds_a_fault_makes_its_check_fail(tmp_path: Path) -> None:
    """As if the matcher of then had let pass what that of today does not: the record says 200 was wanted or 201."""
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.rest", arguments={"expected": [201]})
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert checks["one.rest"].outcome == "failed"
    assert "expected status 201, got status 200" in checks["one.rest"].reason


def test_a_check_that_stopped_at_what_is_no_fault_now_is_inconclusive(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.ws", arguments={"expected": [500]})
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert (checks["one.ws"].outcome, checks["one.ws"].reason) == ("inconclusive", STOPPED)


def test_a_check_whose_matcher_is_gone_is_inconclusive(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.rest", matcher="basic.gone")
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert checks["one.rest"].outcome == "inconclusive"
    assert checks["one.rest"].reason == "this suite has no matcher basic.gone"


def test_a_check_that_judges_more_today_than_it_did_then_is_inconclusive(tmp_path: Path) -> None:
    """It is no fault of the suite's that nobody asked, and no pass."""
    _, events = whole(tmp_path)
    today = {**CHECKS, **manifest(check("one.rest", "ONE-01", "TWO-01"))}
    checks = {one.id: one for one in rejudged(events, CONTRACT, today, "2.0").verdict.checks}
    assert checks["one.rest"].raw is not None
    assert (checks["one.rest"].raw.outcome, checks["one.rest"].raw.reason) == ("inconclusive", f"{UNJUDGED} TWO-01")


@pytest.mark.parametrize("check", ["one.rest", "one.ws"])
def test_a_clause_that_the_contract_does_not_have_any_more_is_not_judged(tmp_path: Path, check: str) -> None:
    """One check kept it, which leaves what it judges today unjudged; the other stopped where it was broken."""
    _, events = whole(tmp_path)
    then = changed(
        changed(events, "evaluation", check, clause="OLD-01"), "check_started", check, requirements=["OLD-01"]
    )
    now = plain(build(rejudged(then, CONTRACT, CHECKS, "2.0")))
    (found,) = [one for one in now["checks"] if one["id"] == check]
    assert (found["raw"], found["observed"]) == ("inconclusive", [])
    assert "not judged, because this contract does not have them: OLD-01" in now["notes"]
