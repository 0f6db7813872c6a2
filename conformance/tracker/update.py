"""A tracker brought up to date: from its two texts and some results to its two new texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.contract import manifest
from conformance.contract.registry import CATEGORIES
from conformance.tracker import document, history
from conformance.tracker.cells import plain
from conformance.tracker.document import Document
from conformance.tracker.flaky import flaky
from conformance.tracker.issues import summary
from conformance.tracker.model import Run
from conformance.tracker.page import page
from conformance.tracker.sightings import run_of
from conformance.tracker.source import Source
from conformance.tracker.standing import Standing, standings
from conformance.usage import UsageError


@dataclass(frozen=True, slots=True)
class Tracker:
    """A tracker as it was found: the names of its files, and their texts, which are empty where there is none."""

    file: str
    page: str
    past: str
    history: str


@dataclass(frozen=True, slots=True)
class Update:
    """What its files are to hold, how its findings stand, and a line for each of which the old page says otherwise."""

    page: str
    history: str
    summary: str
    differences: tuple[str, ...]


def updated(
    tracker: Tracker,
    results: Sequence[Mapping[str, Any]],
    *,
    build: str | None = None,
    mend: bool = False,
    renamed: bool = False,
) -> Update:
    """The tracker with these results, of any order; raises :class:`UsageError` where either cannot be used."""
    old = document.read(tracker.page, tracker.file, mend=mend) if tracker.page.strip() else None
    past = history.read(tracker.history, tracker.past)
    if old is not None and not past and not mend:
        raise UsageError(f"{tracker.past}: is missing or empty, and without it every finding would be new; "
                         "bring it back from version control, or let --mend begin another")  # fmt: skip
    new = {one["run"]["id"]: one for one in results}
    given = sorted((run_of(one, build) for one in new.values()), key=lambda run: run.began)
    if not renamed:
        _refuse_another_server(past, given, tracker.file)
    runs = history.with_runs(past, given)
    if runs[-1].id not in new:
        place = history.line_of(runs[-1].id, tracker.history, tracker.past)
        raise UsageError(f"{place}: its last run, {runs[-1].id!r} of {runs[-1].began}, began after these; give the "
                         "results of that run, too, or take this line out where its clock was wrong")  # fmt: skip
    stand = standings(runs)
    words, notes = (old.words, old.notes) if old is not None else ({}, {})
    source = Source(new[runs[-1].id], runs, stand, flaky(runs), manifest.load(), words, notes)
    differences = tuple(_differences(old, stand, tracker.file))
    return Update(page(source, old), history.written(runs), summary(list(stand.values())), differences)


def _refuse_another_server(past: Sequence[Run], given: Sequence[Run], file: str) -> None:
    """A tracker is of one server: another one's runs would turn its findings into fixed ones."""
    known = {run.id for run in past}
    names = [run.build.server for run in past if run.build.server is not None][-1:]
    for run in given:
        if run.id in known or run.build.server is None:
            continue
        if names and run.build.server != names[-1]:
            raise UsageError(f"{file}: is of the server {names[-1]!r}, and the run {run.id!r} of {run.build.server!r}; "
                             "give another --file, or --renamed if it is the same one")  # fmt: skip
        names = [run.build.server]


def _differences(old: Document | None, stand: Mapping[str, Standing], file: str) -> Iterator[str]:
    """One line for each finding that the page lists and that is fixed, or that it does not list and that is open."""
    if old is None:
        yield f"{file}: there is none yet"
    listed = {mark for part in CATEGORIES if old is not None for mark in old.listed.get(part, ())}
    for mark, one in stand.items():
        if one.open != (mark in listed):
            yield f"{one.status}: {mark} {one.clause}: {plain(one.reason, 120)}"
