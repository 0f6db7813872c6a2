"""What answers are declared to be."""

from __future__ import annotations

from conformance.recorder.matchers import answers as am
from conformance.stage import Stage, answers, check


@check("answers.declared-as-json", "CONT-TYPE-01")
def test_answers_are_declared_as_json(stage: Stage) -> None:
    """Results and refusals of many operations: JSON, or a problem."""
    for answer in answers.results(stage) + answers.refusals(stage):
        stage.judge("CONT-TYPE-01", am.declared_as_json, answer)
