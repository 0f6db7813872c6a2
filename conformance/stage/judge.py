"""The judge of one check: evaluates matchers for a clause, and stops the check where the clause is broken."""

from __future__ import annotations

from typing import Any

from conformance.contract.registry import Registry
from conformance.recorder.evaluation import ClauseBroken, Evaluation, Matcher, Reading, evaluate
from conformance.recorder.stream import Recorder


class Judge:
    """``judge(clause, matcher, *events, **arguments)``."""

    def __init__(self, recorder: Recorder, registry: Registry) -> None:
        self._recorder = recorder
        self._registry = registry

    def __call__(self, clause: str, match: Matcher, *readings: Reading, **arguments: Any) -> Evaluation:
        """Evaluate and record; raises :class:`ClauseBroken` when the clause does not hold."""
        if clause not in self._registry:
            raise LookupError(f"{clause} is no requirement of the contract")
        found = evaluate(self._recorder, clause, match, *readings, **arguments)
        if not found.holds:
            raise ClauseBroken(found)
        return found
