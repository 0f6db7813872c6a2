"""What the page of a run shows, and in which order: pure values, drawn from ``results.json`` alone."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conformance.report.ladder import ladder_of
from conformance.report.normal import RUN as NORMAL
from conformance.report.remedies import remedy

Json = Mapping[str, Any]

SEVERITIES = {
    "P0": "loss, leak, corruption, or nobody can use it",
    "P1": "a guarantee does not hold",
    "P2": "a wrong refusal or shape",
    "P3": "advice",
}
OUTCOMES = {
    "failed": "failed",
    "error": "error",
    "inconclusive": "inconclusive",
    "blocked": "blocked",
    "not_run": "not run",
    "not_applicable": "not applicable",
    "passed": "passed",
}
"""Every outcome in words, worst first."""

EXITS = {
    0: "fine",
    1: "something is broken",
    3: "the server or the environment could not be reached",
    4: "incomplete",
    5: "the suite's own fault",
    130: "interrupted",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the table of requirements: its choices as value, words, and how many rows each has."""

    name: str
    choices: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, its number on the page, the requirement that it is, what waits for it, how much of that waits for
    nothing else, and where to look."""

    number: int
    found: Json
    requirement: Json
    waiting: tuple[str, ...]
    alone: int
    remedy: str


@dataclass(frozen=True, slots=True)
class Causes:
    """Causes of one origin; ``title`` says whose they are, ``explained`` what that means."""

    title: str
    explained: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that did not pass: ``read`` are the events that the rule which did not hold read, ``cause`` is the
    requirement of the cause that explains it (``None`` where none does), ``remedy`` says where to look."""

    check: Json
    shown: Json
    read: frozenset[str]
    cause: str | None
    remedy: str
    again: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures of one outcome, under an anchor and a title."""

    anchor: str
    title: str
    explained: str
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page that is not in the results as it is shown."""

    bar: tuple[tuple[str, int, float, float], ...]
    causes: tuple[Causes, ...]
    broken: Sequence[Json]
    unasked: Sequence[Json]
    working: Sequence[Json]
    requirements: Sequence[Json]
    filters: tuple[Filter, ...]
    failures: tuple[Failures, ...]
    links: Mapping[str, str]
    evaluations: Mapping[str, int]
    is_normal: bool

    @property
    def passing(self) -> int:
        """How many causes broke only on the way of checks of something else."""
        return sum(cause.found["in_passing"] for group in self.causes for cause in group.causes)

    @property
    def first(self) -> Cause | None:
        """The cause to begin with."""
        return next((cause for group in self.causes for cause in group.causes), None)


def page_of(results: Json) -> Page:
    """The page, from results of the shape ``results.schema.json``."""
    failures = _failures(results)
    return Page(
        bar=_bar(results["counts"]),
        causes=_causes(results),
        broken=_operations(results, "missing", "refused"),
        unasked=_operations(results, "not asked"),
        working=_operations(results, "working"),
        requirements=sorted(results["requirements"], key=_worst_first),
        filters=_filters(results),
        failures=failures,
        links=_links(results["checks"], failures),
        evaluations={check["id"]: len(check["observed"]) for check in results["checks"]},
        is_normal=results["run"]["id"] == NORMAL,
    )


def anchor(kind: str, name: str) -> str:
    """Where a thing is on the page, as a link says it: ``#check-NAME``, ``#req-ID``, ``#cause-ID``."""
    return f"#{kind}-{quote(name, safe='[]')}"


# -- the verdict ------------------------------------------------------------------------------------------------------

NARROWEST = 0.8
"""Per cent of the bar that even a single check takes: one failure among hundreds must be seen."""


def _bar(counts: Json) -> tuple[tuple[str, int, float, float], ...]:
    """The stacked bar, worst first: outcome, count, where its part begins and how wide it is in per cent."""
    present = {name: counts[name] for name in OUTCOMES if counts[name]}
    widths = {name: max(NARROWEST, 100 * count / counts["expected"]) for name, count in present.items()}
    scale, begins, parts = 100 / (sum(widths.values()) or 1), 0.0, []
    for name, count in present.items():
        parts.append((name, count, round(begins, 2), round(widths[name] * scale, 2)))
        begins += widths[name] * scale
    return tuple(parts)


# -- causes -----------------------------------------------------------------------------------------------------------

_GROUPS = (
    ("environment", False, "The environment", "Nothing is known of what stands on these: mend them before all else."),
    ("server", False, "The server", "Each is broken by itself: mend them from the top."),
    (
        "server",
        True,
        "In passing",
        "Broken only on the way of checks of something else, while their own checks saw them kept.",
    ),
    ("suite", False, "The suite itself", "Faults of the suite, not of the server: please report them."),
)


def _causes(results: Json) -> tuple[Causes, ...]:
    entries = {entry["id"]: entry for entry in results["requirements"]}
    ladder = ladder_of(results)

    def numbered_cause(number: int, found: Json) -> Cause:
        name = found["requirement"]
        entry, alone = entries[name], len(ladder.freed({name}))
        return Cause(number, found, entry, ladder.waits_for(name), alone, remedy(entry, results))

    numbered = [numbered_cause(i, found) for i, found in enumerate(results["causes"], 1)]
    groups = (
        Causes(title, explained, tuple(cause for cause in numbered if _belongs(cause.found, origin, in_passing)))
        for origin, in_passing, title, explained in _GROUPS
    )
    return tuple(group for group in groups if group.causes)


def _belongs(found: Json, origin: str, in_passing: bool) -> bool:
    return found["origin"] == origin and (origin != "server" or found["in_passing"] == in_passing)


# -- operations and requirements --------------------------------------------------------------------------------------


def _operations(results: Json, *statuses: str) -> Sequence[Json]:
    """The operations of these statuses, in this order."""
    found = [one for one in results["operations"] if one["status"] in statuses]
    return sorted(found, key=lambda one: statuses.index(one["status"]))


def _worst_first(requirement: Json) -> tuple[int, str, str]:
    return list(OUTCOMES).index(requirement["outcome"]), requirement["severity"], requirement["id"]


def _filters(results: Json) -> tuple[Filter, ...]:
    rows = results["requirements"]
    titles = {group["id"]: group["title"] for group in results["groups"]}
    return (
        Filter("outcome", _choices(OUTCOMES, (row["outcome"] for row in rows))),
        Filter("severity", _choices({k: f"{k}: {v}" for k, v in SEVERITIES.items()}, (r["severity"] for r in rows))),
        Filter("level", _choices({one: one for one in ("MUST", "SHOULD", "MAY")}, (row["level"] for row in rows))),
        Filter("category", _choices({one["category"]: one["category"] for one in rows}, (r["category"] for r in rows))),
        Filter("group", _choices(titles, (name for row in rows for name in row["groups"]))),
    )


def _choices(words: Mapping[str, str], found: Iterable[str]) -> tuple[tuple[str, str, int], ...]:
    counted = Counter(found)
    return tuple((value, said, counted[value]) for value, said in words.items() if counted[value])


# -- failures ---------------------------------------------------------------------------------------------------------

_SHOWN = (
    ("failed", "failures", "Failures", "The server did otherwise than the contract says."),
    ("error", "errors", "Errors", "These checks could not be carried out; each says whose fault it is."),
    ("inconclusive", "inconclusive", "Inconclusive", "Nothing follows from these, neither that the clause is kept nor "
     "that it is broken."),
)  # fmt: skip


def _failures(results: Json) -> tuple[Failures, ...]:
    causes = {found["requirement"]: i for i, found in enumerate(results["causes"])}
    remedies = {entry["id"]: remedy(entry, results) for entry in results["requirements"]}
    shown = [_failure(check, causes, remedies) for check in results["checks"] if check["failure"]]
    shown.sort(key=lambda one: (causes.get(one.cause or "", len(causes)), one.check["id"]))
    parts = (
        Failures(place, title, explained, tuple(one for one in shown if one.check["outcome"] == outcome))
        for outcome, place, title, explained in _SHOWN
    )
    return tuple(part for part in parts if part.failures)


def _failure(check: Json, causes: Mapping[str, int], remedies: Mapping[str, str]) -> Failure:
    shown = check["failure"]
    broken = next((one for one in check["observed"] if not one["holds"]), None)
    about = (shown["clause"], *check["requirements"])
    return Failure(
        check=check,
        shown=shown,
        read=frozenset(broken["events"] if broken is not None else ()),
        cause=next((name for name in about if name in causes), None),
        remedy=remedies.get(shown["clause"], ""),
        again=tuple(_again(check)),
    )


def _again(check: Json) -> Iterator[tuple[str, str]]:
    """What can be done to see it again: in words, and as a command."""
    yield "Run this check again", check["failure"]["reproduce"]
    if check["outcome"] == "failed":
        script = f"chat-conformance reproduce results.json {shlex.quote(check['id'])}"
        yield "Make a script of it, in the folder of this report", script


def _links(checks: Iterable[Json], failures: Iterable[Failures]) -> Mapping[str, str]:
    """Where each check is told of: at its failure, else in the row of its requirement."""
    failed = {one.check["id"] for part in failures for one in part.failures}
    return {
        check["id"]: anchor("check", check["id"]) if check["id"] in failed else anchor("req", check["requirements"][0])
        for check in checks
    }
