"""Every check is fair: each freedom, a server that does otherwise what the contract leaves open, passes them all.

A check that fails here demands more than the contract says.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conformance.contract import registry
from conformance.sensitivity import deviations
from conformance.sensitivity.bundles import bundled
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import PASSED
from conformance.sensitivity.rows import FUNCTIONAL, row_of
from conformance.sensitivity.trial import Trial, tried

FREEDOMS = {one.name: one for one in deviations.freedoms()}


def chosen() -> list[list[Deviation]]:
    """A tenth of the bundles, others for each commit: each is a whole run; ``nox -s sensitivity`` tries all."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    tenth = int(commit[:8] or "0", 16) % 10
    return bundled(FREEDOMS.values())[tenth::10]


@pytest.mark.parametrize("bundle", chosen(), ids=lambda bundle: "+".join(one.name for one in bundle))
def test_freedoms_are_conformant(bundle: list[Deviation], tmp_path: Path) -> None:
    trial = tried(bundle, [*FUNCTIONAL, "-n", "2"], tmp_path)
    for one in bundle:
        assert row_of(one, trial, beside=bundle).outcome == PASSED, f"{one.name}\n{story(trial)}"
    assert trial.exit_status in ((0, 4) if any(one.untried for one in bundle) else (0,)), trial.said


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
