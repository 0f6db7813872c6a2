"""The suite keeps its budgets, within a factor of two: machines are shared and noisy."""

from __future__ import annotations

from pathlib import Path

from servers import command
from servers.command import Run

NOISE = 2
FUNCTIONAL = ("-C", "unit", "-C", "integration", "-C", "e2e", "--seed", "1")


def spent_of(run: Run, budget: str) -> float:
    """What a run spent of a budget, as a share of it."""
    [row] = [row for row in run.results["budgets"] if row["name"] == budget]
    return float(row["spent_s"] / row["budget_s"])


def test_unit_integration_and_journeys_keep_their_budget(tmp_path: Path) -> None:
    run = command.run(tmp_path, *FUNCTIONAL, profile='extends = "reference"\n')
    assert 0 < spent_of(run, "functional") <= NOISE, run.story()


def test_the_whole_suite_at_intensity_0_keeps_its_budget_and_leaves_nothing_out(good_run: Run) -> None:
    assert 0 < spent_of(good_run, "quick") <= NOISE, good_run.story()
    assert good_run.results["counts"]["not_run"] == 0, good_run.story()
