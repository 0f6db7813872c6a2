"""Every check is fair: each freedom, a server that does otherwise what the contract leaves open, passes them all.

A check that fails here demands more than the contract says.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conformance.contract import registry
from conformance.sensitivity import deviations
from conformance.sensitivity.trial import Trial, tried

FREEDOMS = {one.name: one for one in deviations.freedoms()}

FUNCTIONAL = [
    *("-C", "unit", "-C", "integration", "-C", "security", "-C", "reliability", "-C", "e2e"),
    *("-n", "2"),
]
"""Everything but the service levels, which are judged on a line of their own."""

UNFAIR = {"failed", "error", "inconclusive", "blocked"}

CANNOT_TELL = {
    "acks-come-late": "twice the rate cannot be said within half of its time",
    "commits-take-300-ms": "twice the rate cannot be said within half of its time",
    "limits-are-generous": "limits so large are not tried at their edge",
    "limits-are-tight": "so few people cannot fill a queue within so small a rate",
    "pages-are-large": "pages so large are not filled",
    "tokens-are-asked-about-elsewhere": "twice the rate cannot be said within half of its time",
}
"""Freedoms on which some checks come to no answer: the verdict may be incomplete, and nothing is held against them."""


def chosen() -> list[str]:
    """All freedoms with ``FREEDOMS=all`` (``nox -s freedoms``); else a twentieth, another one for each commit: each is
    a whole run."""
    if os.environ.get("FREEDOMS") == "all":
        return list(FREEDOMS)
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    twentieth = int(commit[:8] or "0", 16) % 20
    return list(FREEDOMS)[twentieth::20]


@pytest.mark.parametrize("freedom", chosen())
def test_a_freedom_is_conformant(freedom: str, tmp_path: Path) -> None:
    taken = FREEDOMS[freedom]
    trial = tried(taken, FUNCTIONAL, tmp_path)
    assert trial.told or taken.replaces is None, "the server was as ever, so that nothing was tried"
    assert held_against(trial) == {}, trial.said
    assert trial.exit_status in ((0, 4) if freedom in CANNOT_TELL else (0,)), trial.said


def held_against(trial: Trial) -> dict[str, str]:
    """The checks that do not pass, but for advice that the freedom says it does not follow."""
    assert trial.deviation is not None
    advice = set(trial.deviation.advice)
    unfair = UNFAIR - {"inconclusive"} if trial.deviation.name in CANNOT_TELL else UNFAIR
    return {
        check["id"]: f"{check['outcome']}: {check['reason']}"
        for check in trial.results["checks"]
        if check["outcome"] in unfair and not advice.issuperset(check["requirements"])
    }


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_a_freedom_names_what_leaves_it_open(freedom: str) -> None:
    taken, entries = FREEDOMS[freedom], registry.load()
    assert taken.clauses
    assert all(name in entries for name in taken.clauses)
    assert all(entries[name].level != "MUST" for name in taken.advice), "a MUST is no advice"
    assert set(taken.advice) <= set(taken.clauses)
    assert taken.replaces or taken.without or taken.arguments, "it does nothing"
