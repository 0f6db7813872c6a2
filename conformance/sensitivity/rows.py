"""What a run of the suite against a deviating server says of that deviation: a row of the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.contract.registry import CATEGORIES
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import UNDECIDED, Row, Seen, row_of_flaw, row_of_freedom
from conformance.sensitivity.trial import Trial, trial_of

FUNCTIONAL = tuple(word for name in CATEGORIES if name != "performance" for word in ("--category", name))
"""Options of ``run``: everything but the service levels, which are judged on a line of their own."""

WORKERS = ("-n", "4")
"""For such a run: its checks mostly wait, on a server that is late most of all."""


def row_of(one: Deviation, trial: Trial, commit: str = "unknown", *, wide: bool = False) -> Row:
    """The row of a flaw that was tried; ``wide`` says that not only the checks of its requirement met it."""
    return row_of_flaw(_begun(one, commit, wide), _seen(one, trial))


def rows_of_bundle(bundle: Sequence[Deviation], trial: Trial, commit: str = "unknown") -> list[Row]:
    """The rows of freedoms that were tried together.

    Nobody is blamed for advice that one of them does not follow, nor for checks that one of them says cannot be carried
    out on it: those that it leaves undecided by itself as well.
    """
    advice = {name for one in bundle for name in one.advice}
    excused = _excused(bundle, trial)
    return [
        row_of_freedom(_begun(one, commit, wide=True), _seen(one, trial), advice=advice, excused=excused)
        for one in bundle
    ]


def checks_named(names: Iterable[str]) -> list[str]:
    """The options of ``run`` that choose these checks."""
    return [word for name in names for word in ("--check", name)]


def _begun(one: Deviation, commit: str, wide: bool) -> Row:
    return Row(one.kind, one.name, one.sentence, one.clauses, commit, commit if wide else None, "", None, (), (), ())


def _seen(one: Deviation, trial: Trial) -> Seen:
    # Where arguments do it all, nothing is told: they are known to have been given.
    told = one.name in trial.told or one.replaces is None
    saw = one.kind == "flaw" and trial.saw(one.breaks)
    return Seen(trial.checks, frozenset(trial.broken), trial.first_cause, told, saw)


def _excused(bundle: Sequence[Deviation], trial: Trial) -> frozenset[str]:
    undecided = frozenset(name for name, outcome in trial.checks.items() if outcome in UNDECIDED)
    untried = [one for one in bundle if one.untried is not None]  # one at most: two are never in one bundle
    if not untried or not undecided:
        return frozenset()
    if len(bundle) == 1:
        return undecided
    alone = trial_of(untried, [*checks_named(sorted(undecided)), *WORKERS])
    return frozenset(name for name in undecided if alone.checks.get(name) in UNDECIDED)
