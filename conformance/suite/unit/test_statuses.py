"""Statuses: an operation answers with those that are listed for it, whatever it is asked."""

from __future__ import annotations

from functools import partial

from conformance.recorder.matchers import answers as am
from conformance.stage import Stage, check, generated
from conformance.stage.outcome import Inconclusive


@check("refusals.listed-statuses", "ERR-STATUS-01", hostile=True, slow=True)
def test_an_operation_answers_with_a_listed_status(stage: Stage) -> None:
    """Generated requests to every operation, right and wrong ones; of each at least one is accepted."""
    for operation in generated.operations(stage):
        judge = partial(
            stage.judge, "ERR-STATUS-01", am.status_is_listed, operation=operation.label, listed=operation.listed
        )
        if not generated.sent_all(stage, operation, generated.RIGHT, 3, judge):
            raise Inconclusive(f"no generated request of {operation.label} was accepted, so little was seen of it")
        if operation.takes:
            generated.sent_all(stage, operation, generated.WRONG, 2, judge)
