"""Did each check begin and end as this suite's checks do?  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from conformance.contract.manifest import ManifestEntry
from conformance.recorder.events import Event

JUDGING = ("failed", "precondition")
"""Ends of a check that name the clause which was found broken."""


def discrepancies(events: Sequence[Event], manifest: Mapping[str, ManifestEntry]) -> Iterator[str]:
    """How the checks of a record began and ended, held against the manifest and against their own evaluations."""
    yield from _beginnings(events, manifest)
    yield from _endings(events)


def _beginnings(events: Sequence[Event], manifest: Mapping[str, ManifestEntry]) -> Iterator[str]:
    """Checks that the manifest does not hold, or that it holds to judge something else."""
    for event in events:
        if event.kind != "check_started":
            continue
        entry = manifest.get(event.check or "")
        said = list(event.data["requirements"])
        if entry is None:
            yield f"{event.id}: {event.check} began, and is no check of this suite"
        elif said != list(entry.requirements):
            yield f"{event.id}: {event.check} began for {_named(said)}, and the manifest has it judge " \
                  f"{_named(entry.requirements)}"  # fmt: skip


def _named(requirements: Sequence[str]) -> str:
    return ", ".join(requirements) or "nothing"


def _endings(events: Sequence[Event]) -> Iterator[str]:
    """Checks that ended with a clause broken which no evaluation of theirs found so."""
    broken: dict[str | None, set[tuple[str, str]]] = defaultdict(set)
    for event in events:
        if event.kind == "evaluation" and not event.data["holds"]:
            broken[event.check].add((event.data["clause"], event.data["reason"]))
    for event in events:
        if event.kind == "check_ended" and event.data["outcome"] in JUDGING:
            found = (event.data.get("clause", ""), event.data.get("reason", ""))
            if found not in broken[event.check]:
                yield f"{event.check} ended with {found[0]} broken ({found[1]}), which no evaluation of it found"
