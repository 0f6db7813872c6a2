"""What a run of the suite against a deviating server says of that deviation: a row of the matrix."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.contract.registry import CATEGORIES
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import Row, Seen, row_of_flaw, row_of_freedom
from conformance.sensitivity.trial import Trial

FUNCTIONAL = tuple(word for name in CATEGORIES if name != "performance" for word in ("--category", name))
"""Options of ``run``: everything but the service levels, which are judged on a line of their own."""


def row_of(
    one: Deviation, trial: Trial, commit: str = "unknown", *, wide: bool = False, beside: Sequence[Deviation] = ()
) -> Row:
    """The row of a deviation that was tried; ``wide`` says that not only the checks of its requirement met it, and
    ``beside`` which others were tried with it: their advice was not followed either, nor what they rule out tried."""
    row = Row(one.kind, one.name, one.sentence, one.clauses, commit, commit if wide else None, "", None, (), (), ())
    # Where arguments do it all, nothing is told: they are known to have been given.
    told = one.name in trial.told or one.replaces is None
    saw = one.kind == "flaw" and trial.saw(one.breaks)
    seen = Seen(trial.checks, frozenset(trial.broken), trial.first_cause, told, saw)
    if one.kind == "flaw":
        return row_of_flaw(row, seen)
    together = (one, *beside)
    advice = {name for each in together for name in each.advice}
    undecided_is_fair = any(each.untried for each in together)
    return row_of_freedom(row, seen, advice=advice, undecided_is_fair=undecided_is_fair)
