"""Every check is fair: each freedom, a server that does otherwise what the contract leaves open, passes them all.

A check that fails here demands more than the contract says.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import tenths

from conformance.contract import registry
from conformance.sensitivity import deviations
from conformance.sensitivity.bundles import bundled
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import PASSED
from conformance.sensitivity.rows import FUNCTIONAL, WORKERS, rows_of_bundle
from conformance.sensitivity.trial import Trial, tried

FREEDOMS = {one.name: one for one in deviations.freedoms()}
BUNDLES = bundled(sorted(FREEDOMS.values(), key=Deviation.lot))


def named(bundle: Sequence[Deviation]) -> str:
    """The name of a test of several freedoms on one server."""
    return "+".join(one.name for one in bundle)


@pytest.mark.parametrize("bundle", tenths.of_this_commit(BUNDLES), ids=named)
def test_what_the_contract_permits_is_conformant(bundle: Sequence[Deviation], tmp_path: Path) -> None:
    trial = tried(bundle, [*FUNCTIONAL, *WORKERS], tmp_path)
    rows = rows_of_bundle(bundle, trial)
    assert {row.name: row.outcome for row in rows} == {one.name: PASSED for one in bundle}, story(trial)
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
