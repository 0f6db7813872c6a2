"""``run -x``: something fails, and that is all one wanted to know."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.sensitivity import deviations
from conformance.sensitivity.trial import trial_of
from conformance.stage.breaker import ENOUGH, Breaker
from conformance.stage.outcome import NotRun


def test_one_failure_is_enough_for_every_process_of_a_run(tmp_path: Path) -> None:
    here, there = Breaker(enough_when=tmp_path / "enough"), Breaker(enough_when=tmp_path / "enough")
    for harmless in ("passed", "precondition", "inconclusive", "not_run", "error"):
        here.heed({"outcome": harmless})
        there.refuse_if_open()
    here.heed({"outcome": "failed"})
    for breaker in (here, there):
        with pytest.raises(NotRun, match=ENOUGH):
            breaker.refuse_if_open()


def test_without_the_option_a_failure_stops_nothing() -> None:
    breaker = Breaker()
    breaker.heed({"outcome": "failed"})
    breaker.refuse_if_open()


def test_what_is_left_out_after_the_first_failure_says_why() -> None:
    [flaw] = [one for one in deviations.flaws() if one.name == "create-answers-200"]
    trial = trial_of([flaw], ["-x", "--no-ladder", "-C", "unit"])
    outcomes = list(trial.checks.values())
    assert (trial.exit_status, outcomes.count("failed")) == (1, 1)
    left_out = [row for row in trial.results["checks"] if row["id"] in trial.checks and row["outcome"] == "not_run"]
    assert left_out
    assert {row["reason"] for row in left_out} == {ENOUGH}
