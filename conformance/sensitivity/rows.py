"""What a run of the suite against a deviating server says of that deviation: a row of the matrix."""

from __future__ import annotations

from conformance.contract.registry import CATEGORIES
from conformance.sensitivity.matrix import Row, Seen, row_of_flaw, row_of_freedom
from conformance.sensitivity.trial import Trial

FUNCTIONAL = tuple(word for name in CATEGORIES if name != "performance" for word in ("--category", name))
"""Options of ``run``: everything but the service levels, which are judged on a line of their own."""


def row_of(trial: Trial, commit: str = "unknown", *, wide: bool = False) -> Row:
    """The row of a trial that had a deviation; ``wide`` says that not only the checks of its requirement met it."""
    one = trial.deviation
    assert one is not None, "the plain server has no row"
    row = Row(one.kind, one.name, one.sentence, one.clauses, commit, commit if wide else None, "", None, (), (), ())
    # Where arguments do it all, nothing is told: they are known to have been given.
    seen = Seen(trial.checks, frozenset(trial.broken), trial.first_cause, trial.told > 0 or one.replaces is None)
    if one.kind == "flaw":
        return row_of_flaw(row, seen)
    return row_of_freedom(row, seen, advice=one.advice, undecided_is_fair=one.untried is not None)
