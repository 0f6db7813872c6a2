"""Every check is seen to fail: each flaw of the reference server is caught as the requirement that it breaks.

The good server is judged in ``test_runs.py``; here the same checks meet a server that lies in one named place.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tenths

from conformance.contract import manifest, registry
from conformance.sensitivity import deviations
from conformance.sensitivity.matrix import CAUGHT
from conformance.sensitivity.rows import row_of
from conformance.sensitivity.trial import tried

FLAWS = {one.name: one for one in deviations.flaws()}

UNREACHABLE = {"health-never-answers"}
"""Flaws after which nothing is known of the server: the finding is the environment's."""

SHADOWED = {"the-named-are-only-shown": "WS-UPGRADE-01"}
"""Flaws that also break a rung, so that the report rightly begins with the rung, and not with what they break."""


def measured_last() -> list[str]:
    """A tenth; those of service levels last, when least runs beside them."""
    levels = {entry.id for entry in registry.load().judged() if entry.service_level is not None}
    return sorted(tenths.of_this_commit(list(FLAWS)), key=lambda name: FLAWS[name].breaks in levels)


@pytest.mark.parametrize("flaw", measured_last())
def test_a_flaw_is_caught_as_the_requirement_that_it_breaks(flaw: str, tmp_path: Path) -> None:
    clause = registry.load()[FLAWS[flaw].breaks]
    trial = tried([FLAWS[flaw]], ["--requirement", clause.id], tmp_path)
    row = row_of(FLAWS[flaw], trial)
    assert row.outcome == CAUGHT, trial.said
    if clause.service_level is not None:
        return
    assert row.first_cause == SHADOWED.get(flaw, clause.id), "the first cause is the lie that was told"
    expected = 3 if flaw in UNREACHABLE else 1 if clause.level == "MUST" else 0
    assert trial.exit_status == expected, "advice never fails a run"


def test_every_check_has_a_flaw_that_breaks_its_requirement() -> None:
    lies = {flaw.breaks for flaw in FLAWS.values()}
    for entry in manifest.load().values():
        assert lies.intersection(entry.requirements), f"{entry.id} has no flaw, so nobody has seen it fail"


def test_every_flaw_breaks_a_requirement_that_is_judged() -> None:
    judged = {entry.id for entry in registry.load().judged()}
    assert {flaw.breaks for flaw in FLAWS.values()} <= judged


def test_a_flaw_that_does_not_exist_is_refused_in_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "reference_server", "--flaw", "no-such-flaw"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "no-such-flaw" in done.stderr
