"""Every check is fair: each freedom, a server that does otherwise what the contract leaves open, passes them all.

A check that fails here demands more than the contract says.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conformance.contract import registry
from conformance.sensitivity import deviations
from conformance.sensitivity.matrix import PASSED
from conformance.sensitivity.rows import FUNCTIONAL, row_of
from conformance.sensitivity.trial import Trial, tried

FREEDOMS = {one.name: one for one in deviations.freedoms()}


def chosen() -> list[str]:
    """A twentieth, another one for each commit: each is a whole run; ``nox -s sensitivity`` tries all."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    twentieth = int(commit[:8] or "0", 16) % 20
    return list(FREEDOMS)[twentieth::20]


@pytest.mark.parametrize("freedom", chosen())
def test_a_freedom_is_conformant(freedom: str, tmp_path: Path) -> None:
    trial = tried([FREEDOMS[freedom]], [*FUNCTIONAL, "-n", "2"], tmp_path)
    assert row_of(FREEDOMS[freedom], trial).outcome == PASSED, story(trial)
    assert trial.exit_status in ((0, 4) if FREEDOMS[freedom].untried else (0,)), trial.said


def story(trial: Trial) -> str:
    """What was printed, and every check that did not pass."""
    good = ("passed", "not_applicable")
    rows = [row for row in trial.results["checks"] if row["id"] in trial.checks and row["outcome"] not in good]
    return "\n".join([trial.said, *(f"{row['id']} {row['outcome']}: {row['reason']}" for row in rows)])


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_a_freedom_names_what_leaves_it_open(freedom: str) -> None:
    taken, entries = FREEDOMS[freedom], registry.load()
    assert taken.clauses
    assert all(name in entries for name in taken.clauses)
    assert all(entries[name].level != "MUST" for name in taken.advice), "a MUST is no advice"
    assert set(taken.advice) <= set(taken.clauses)
    assert taken.replaces or taken.without or taken.arguments, "it does nothing"
