"""A server that lies from one rung of the ladder on: that rung is the one cause, and nothing above it passes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from servers import command, liar, null
from servers.command import Run
from servers.runs import Runs, selected

from conformance.contract import manifest, registry

MODES: dict[str, tuple[str, ...]] = {"ladder": ()}
REGISTRY = registry.load()
REACHED = "NET-HTTP-01"
PROFILE = f"""\
extends = "reference"

[launch]
command = [
  "{{{{python}}}}", "-P", "{liar.__file__}", "{{rung}}", "--port", "{{{{port}}}}", "--data", "{{{{data}}}}",
  "--jwks", "{{{{jwks}}}}", "--issuer", "{{{{issuer}}}}", "--audience", "{{{{audience}}}}",
]
"""

every_rung = pytest.mark.parametrize("rung", liar.LADDER)
every_mode = pytest.mark.parametrize("mode", MODES)


def lied_to(rung: str, mode: tuple[str, ...], folder: Path) -> Run:
    if rung != REACHED:
        return command.run(folder, *command.small(None, "-n", "2", *mode), profile=PROFILE.format(rung=rung))
    with null.garbage() as url:  # a server that does not even keep this one cannot be waited for
        return command.run(folder, *command.small(url, *mode))


def begin_runs(runs: Runs, request: pytest.FixtureRequest) -> None:
    """The runs that the selected tests look at."""
    for rung, mode in selected(request, __name__, "rung", "mode"):
        runs.begin((rung, mode), partial(lied_to, rung, MODES[mode]))


def standing_on(rung: str) -> set[str]:
    """The rung itself, and every requirement that stands on it."""
    return {entry.id for entry in REGISTRY.judged() if entry.id == rung or rung in REGISTRY.stands_on(entry.id)}


def test_every_rung_of_the_ladder_is_lied_about() -> None:
    assert tuple(entry.id for entry in REGISTRY.rungs()) == liar.LADDER


@every_mode
@every_rung
def test_nothing_that_stands_on_the_lied_rung_passes(runs: Runs, rung: str, mode: str) -> None:
    run = runs[rung, mode]
    passed = {name for name, outcome in run.requirements.items() if outcome == "passed"}
    assert passed & standing_on(rung) == set(), run.story()


@pytest.mark.parametrize("mode", ["ladder"])
@every_rung
def test_with_the_ladder_no_check_above_the_lied_rung_is_run(runs: Runs, rung: str, mode: str) -> None:
    run = runs[rung, mode]
    above = standing_on(rung) - {rung}
    checks = [entry for entry in manifest.load().values() if above & set(entry.requirements)]
    assert {run.outcomes[entry.id] for entry in checks} <= {"blocked"}, run.story()


@every_mode
@every_rung
def test_the_lied_rung_is_the_one_cause(runs: Runs, rung: str, mode: str) -> None:
    run = runs[rung, mode]
    assert run.causes == [rung], run.story()
    assert run.status == (3 if rung == REACHED else 1), run.story()


@every_mode
@every_rung
def test_what_stands_below_the_lied_rung_passes(runs: Runs, rung: str, mode: str) -> None:
    run = runs[rung, mode]
    below = REGISTRY.stands_on(rung)
    assert {run.requirements[name] for name in below} <= {"passed"}, run.story()


@every_mode
@every_rung
def test_every_check_is_accounted_for(runs: Runs, rung: str, mode: str) -> None:
    counts = runs[rung, mode].results["counts"]
    assert counts.pop("expected") == len(manifest.load()) == sum(counts.values())
