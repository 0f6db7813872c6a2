"""From what the readers saw to causes: what has one key is one entry, with everything that it explains and blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TypeVar

from conformance.garden import severity, text
from conformance.garden.model import (
    Blocked,
    Case,
    Entry,
    Evidence,
    Finding,
    Kind,
    Origin,
    Reading,
    Stop,
    Summary,
    Worklog,
)
from conformance.garden.signature import finding_of_case

SLOW_S = 5.0
"""A test that takes less is never called slow."""

SLOW_TIMES = 20
"""Nor is one that takes less than so many times the median of its run."""

SLOW_AMONG = 10
"""Nor one among fewer tests than this: a median of few says nothing."""

_T = TypeVar("_T")

_RAN = (Kind.INFRASTRUCTURE, Kind.UNCOLLECTABLE, Kind.FAILING)


@dataclass(slots=True)
class _Group:
    """Findings with one key."""

    findings: list[Finding]
    sorts: set[str]
    tests: dict[str, str] = field(default_factory=dict)
    """What it explains: the key of each test, and the test as it is shown."""

    @property
    def first(self) -> Finding:
        return self.findings[0]

    def add(self, finding: Finding, sort: str) -> None:
        self.findings.append(finding)
        self.sorts.add(sort)
        for name in finding.explains:
            key = text.key_of_test(name)
            # A path can be pasted into a command; a dotted name cannot.
            if key not in self.tests or ".py" in name:
                self.tests[key] = name

    def take(self, other: _Group) -> None:
        """Let everything that another group found count here."""
        self.findings += other.findings
        self.sorts |= other.sorts
        self.tests = other.tests | self.tests

    def shown_in(self, source: str) -> bool:
        return any(evidence.where.startswith(f"{source}:") for one in self.findings for evidence in one.evidence)

    def amend(self, **changes: object) -> None:
        """Change what the group says of itself."""
        self.findings[0] = replace(self.first, **changes)  # type: ignore[arg-type]


def worklog(readings: Sequence[Reading]) -> Worklog:
    """All entries of these readings, gravest first; nothing is yet compared with an earlier worklog."""
    groups = _grouped(readings)
    _join_the_unnamed_refusal(groups)
    _absorb_what_is_explained(groups)
    _tell_the_flaky(groups, _passes(readings))
    _hand_out_stops(groups, readings)
    total = len({text.key_of_test(case.id) for reading in readings for case in reading.cases})
    entries = [_entry(key, group, total) for key, group in groups.items()]
    return Worklog(
        tuple(sorted(entries, key=order)),
        tuple(Summary(reading.source, reading.sort, reading.counts) for reading in readings),
        tuple(dict.fromkeys(line for reading in readings for line in reading.left_out)),
    )


def order(entry: Entry) -> tuple[object, ...]:
    """Gravest first, then by kind, then what explains most; what is fixed comes last."""
    return (not entry.open, entry.severity, list(Kind).index(entry.kind), -len(entry.explains), entry.id)


def _grouped(readings: Sequence[Reading]) -> dict[tuple[str, ...], _Group]:
    groups: dict[tuple[str, ...], _Group] = {}
    for reading in readings:
        reds = (finding_of_case(case) for case in reading.cases if case.red)
        for finding in (*reading.findings, *reds, *_slow(reading)):
            groups.setdefault(finding.key, _Group([], set())).add(finding, reading.sort)
    return groups


# -- what belongs together --------------------------------------------------------------------------------------------


def _join_the_unnamed_refusal(groups: dict[tuple[str, ...], _Group]) -> None:
    """Some clients do not say where they were refused; where only one address refused anybody, it was there."""
    refused = [key for key in groups if key[0] == "refused"]
    named = [key for key in refused if key[1]]
    if len(named) == 1 and len(refused) == 2:
        there, unnamed = groups[named[0]], groups.pop(("refused", ""))
        note = (
            f"{len(unnamed.tests)} of these tests do not say where they were refused; they are counted here because no "
            "other address refused a connection"
        )
        there.take(unnamed)
        there.amend(details=(*there.first.details, note))


def _absorb_what_is_explained(groups: dict[tuple[str, ...], _Group]) -> None:
    """A red whose test is made to fail, or whose check our own verdict has traced to a requirement, has that cause."""
    explaining = [group for key, group in groups.items() if key[0] in ("designed-to-fail", "requirement")]
    for key, group in list(groups.items()):
        by = next((one for one in explaining if one is not group and _explains_all(one, group)), None)
        if by is not None and group.sorts != {"source"}:
            # Each test is counted once, by the name that explains it.
            known = dict(by.tests)
            by.take(groups.pop(key))
            by.tests = known


def _explains_all(by: _Group, group: _Group) -> bool:
    names = [_function(name) if by.first.key[0] == "designed-to-fail" else name for name in group.tests]
    return bool(names) and all(name in by.tests for name in names)


def _passes(readings: Sequence[Reading]) -> dict[str, str]:
    """The tests that passed somewhere, and where; what was run again and not red at last has passed too."""
    passed: dict[str, str] = {}
    for reading in readings:
        red = {text.key_of_test(case.id) for case in reading.cases if case.outcome in ("failed", "error")}
        for case in reading.cases:
            key = text.key_of_test(case.id)
            if case.outcome == "passed" or (case.outcome == "rerun" and key not in red):
                passed.setdefault(key, reading.source)
    return passed


def _tell_the_flaky(groups: dict[tuple[str, ...], _Group], passed: Mapping[str, str]) -> None:
    """A cause all of whose tests passed elsewhere comes and goes."""
    for key, group in list(groups.items()):
        both = [name for name in group.tests if name in passed]
        if not both or group.first.kind not in (Kind.FAILING, Kind.INFRASTRUCTURE):
            continue
        where = ", ".join(sorted({passed[name] for name in both}))
        note = f"{len(both)} of its {text.counted(len(group.tests), 'test')} passed in {where}"
        if len(both) < len(group.tests) or group.first.kind is Kind.INFRASTRUCTURE:
            group.amend(details=(*group.first.details, note))
            continue
        group.amend(
            kind=Kind.FLAKY,
            details=(*group.first.details, note),
            rule=f"flaky: every test behind this failure also passed; {group.first.rule}",
            next_step="If nothing was changed in between, find what differs from run to run: order, time, chance, "
            "or what another test left behind.",
        )
        groups[("flaky", *key)] = groups.pop(key)


def _function(key: str) -> str:
    return text.without_parameters(key)


# -- what was not run -------------------------------------------------------------------------------------------------


def _hand_out_stops(groups: dict[tuple[str, ...], _Group], readings: Sequence[Reading]) -> None:
    """What stopped a run blocks the rest of it; each cause of the stop would have sufficed."""
    for reading in readings:
        for stop in reading.stops:
            blocked = stop.blocks or (Blocked(f"the rest of the run ({stop.why})"),)
            causes = list(_causes_of(stop, groups.values(), reading.source))
            for group in causes:
                group.amend(blocks=(*group.first.blocks, *blocked))
            if not causes:
                finding = _stopped(stop, blocked)
                groups.setdefault(finding.key, _Group([], set())).add(finding, reading.sort)


def _causes_of(stop: Stop, groups: Iterable[_Group], source: str) -> Iterable[_Group]:
    collecting = "during collection" in stop.why
    for group in groups:
        kinds = (Kind.UNCOLLECTABLE, Kind.INFRASTRUCTURE) if collecting else _RAN
        # A warning of the runner stopped nothing, and explains nothing.
        guilty = group.tests or group.first.key[0] in ("image-build", "docker-daemon", "disk-full")
        if group.first.kind in kinds and guilty and group.shown_in(source):
            yield group


def _stopped(stop: Stop, blocked: tuple[Blocked, ...]) -> Finding:
    interrupted = "KeyboardInterrupt" in stop.why
    return Finding(
        Kind.INFRASTRUCTURE if interrupted else Kind.FAILING,
        ("stopped", text.normalised(stop.why)),
        f"The run stopped before its end: {stop.why}",
        "stopped: the runner says that it ran nothing more, and no failure that explains it was given to read",
        Origin.ENVIRONMENT if interrupted else Origin.UNKNOWN,
        (Evidence(stop.where, stop.why),),
        blocks=blocked,
        next_step="Give the gardener the results of the part that failed; then run what was left out.",
    )


# -- what took long ---------------------------------------------------------------------------------------------------


def _slow(reading: Reading) -> list[Finding]:
    """The tests of one module that stand out in their own run."""
    timed = [case for case in reading.cases if case.duration_s is not None]
    if len(timed) < SLOW_AMONG:
        return []
    usual = median(case.duration_s or 0.0 for case in timed)
    limit = max(SLOW_S, SLOW_TIMES * usual)
    return [_slow_finding(case, usual) for case in timed if (case.duration_s or 0.0) >= limit]


def _slow_finding(case: Case, usual: float) -> Finding:
    module = case.id.partition("::")[0]
    return Finding(
        Kind.SLOW,
        ("slow", text.key_of_test(module)),
        f"Slow tests in {module}",
        f"slow: at least {SLOW_S:g} s, and {SLOW_TIMES} times the median of its run",
        Origin.UNKNOWN,
        (Evidence(case.where, f"{case.duration_s:.2f} s, the median is {usual:.2f} s: {case.id}"),),
        (case.id,),
        reproduce=f"python -m pytest --durations=0 {module}" if module.endswith(".py") else "",
        next_step="See what they wait for: a fixed sleep, a time-out that passes, or set-up that could be shared.",
    )


# -- entries ----------------------------------------------------------------------------------------------------------


def _entry(key: tuple[str, ...], group: _Group, total: int) -> Entry:
    first, findings = group.first, group.findings
    explains = tuple(sorted(group.tests.values()))
    blocks = _unique(block for one in findings for block in one.blocks)
    given = min((one.severity for one in findings if one.severity), default=None)
    facts = severity.Facts(first.kind, key[0], len(explains), bool(blocks), total, given)
    degree, why = severity.of(facts)
    return Entry(
        f"{first.kind}-{fingerprint(key)}",
        first.kind,
        first.origin,
        first.title,
        first.rule,
        degree,
        why,
        details=_unique(line for one in findings for line in one.details),
        evidence=_unique(evidence for one in findings for evidence in one.evidence),
        explains=explains,
        blocks=blocks,
        reproduce=next((one.reproduce for one in findings if one.reproduce), ""),
        next_step=first.next_step,
        sorts=tuple(sorted(group.sorts)),
    )


def _unique(things: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(things))


def fingerprint(key: tuple[str, ...]) -> str:
    """Eight hexadecimal digits that the same cause gets in every garden."""
    return hashlib.sha256("\0".join(key).encode("utf-8", "replace")).hexdigest()[:8]
