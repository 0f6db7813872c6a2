"""Did each check begin and end as this suite's checks do?  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from conformance.contract.manifest import ManifestEntry
from conformance.recorder.events import Event

JUDGING = ("failed", "precondition")
"""Ends of a check that name the clause which was found broken."""

STOPPED = "ClauseBroken"
"""Stands in the traceback of a check of which something went wrong after a clause was found broken: the suite's own
exception (``recorder/evaluation.py``)."""


def discrepancies(events: Sequence[Event], manifest: Mapping[str, ManifestEntry]) -> Iterator[str]:
    """How the checks of a record began and ended, held against the manifest and against their own evaluations."""
    interrupted = any(event.kind == "run_ended" and event.data["interrupted"] for event in events)
    evaluations: dict[str | None, list[Event]] = defaultdict(list)
    for event in events:
        if event.kind == "evaluation":
            evaluations[event.check].append(event)
    for event in events:
        if event.kind not in ("check_started", "check_ended"):
            continue
        entry = manifest.get(event.check or "")
        if entry is None:
            yield f"{event.id}: {event.check} is no check of this suite"
        elif event.kind == "check_started":
            yield from _beginning(event, entry)
        else:
            yield from _ending(event, entry, evaluations[event.check], interrupted)


def _beginning(started: Event, entry: ManifestEntry) -> Iterator[str]:
    said = list(started.data["requirements"])
    if said != list(entry.requirements):
        wanted = _named(entry.requirements)
        yield f"{started.id}: {entry.id} began for {_named(said)}, and the manifest has it judge {wanted}"


def _named(requirements: Sequence[str]) -> str:
    return ", ".join(requirements) or "nothing"


def _ending(ended: Event, entry: ManifestEntry, evaluations: Sequence[Event], interrupted: bool) -> Iterator[str]:
    """What speaks against the end of a check, both ways: nothing found broken that it names, or something found broken
    that it passes over."""
    broken = [one for one in evaluations if not one.data["holds"]]
    outcome, clause, reason = (ended.data.get(name, "") for name in ("outcome", "clause", "reason"))
    if outcome in JUDGING:
        if (clause, reason) not in {(one.data["clause"], one.data["reason"]) for one in broken}:
            yield f"{entry.id} ended with {clause} broken ({reason}), which no evaluation of it found"
        elif (outcome == "failed") is not (clause in entry.requirements):
            its = "a clause of its own" if clause in entry.requirements else "none of its own clauses"
            yield f"{entry.id} ended {outcome} with {clause} broken, which is {its}"
        return
    passed_over = _stopped_at(evaluations, entry)
    if passed_over is not None and not _explains(ended, passed_over, evaluations, interrupted):
        found = passed_over.data
        yield f"{entry.id} ended {outcome}, and {passed_over.id} found {found['clause']} broken ({found['reason']})"


def _stopped_at(evaluations: Sequence[Event], entry: ManifestEntry) -> Event | None:
    """The last evaluation that a check cannot have survived: what is found broken ends it (``stage/judge.py``).

    Standing watches are settled after their check has ended, and what is judged after the run is judged without a
    judge: of these the verdict itself makes a failure.
    """
    if entry.phase == "afterwards":
        return None
    return next((one for one in reversed(evaluations) if not one.data["holds"] and "watch" not in one.data), None)


def _explains(ended: Event, broken: Event, evaluations: Sequence[Event], interrupted: bool) -> bool:
    """Whether a check may honestly have ended otherwise than with what it found broken."""
    outcome = ended.data["outcome"]
    if outcome == "error":  # flaky among generated examples, or something failed behind it
        return STOPPED in ended.data.get("traceback", "")
    if outcome == "not_run":
        return interrupted
    # Of generated examples the smallest is told again at last: another one than that in which the clause broke, if
    # the machine was too busy then.  The check went on, so that this was not its last evaluation.
    own = [one for one in evaluations if "watch" not in one.data]
    return outcome == "inconclusive" and own[-1] is not broken
