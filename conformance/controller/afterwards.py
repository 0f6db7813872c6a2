"""Checks over the whole recorded run: what nobody may have seen, anywhere, at any time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.contract.manifest import ManifestEntry
from conformance.history import isolation
from conformance.recorder.evaluation import Matcher, evaluate
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.stage.outcome import Inconclusive, recorded_check

Reading = Callable[[list[Event]], list[Event]]

OVER_THE_RUN: Mapping[str, tuple[Reading, Matcher]] = {
    "isolation.whole-run": (isolation.relevant, isolation.nobody_outside_was_told),
}
"""Check id to what it reads of the run, and the matcher that judges it."""


def judge(recorder: Recorder, entry: ManifestEntry, events: list[Event]) -> None:
    """Run one such check; it is recorded like any other."""
    read, match = OVER_THE_RUN[entry.id]
    with recorded_check(recorder, entry.id, entry.requirements):
        history = read(events)
        if not isolation.anybody_was_told(history):
            raise Inconclusive("the server sent nobody an event of any conversation")
        for clause in entry.requirements:
            evaluate(recorder, clause, match, history)
