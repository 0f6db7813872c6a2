"""What the gardener reads and what it says, as plain values.

Readers turn each argument into a :class:`Reading`: test cases, and findings of their own.  ``causes`` turns the red
cases into findings too, and joins those with one ``key``: that is an :class:`Entry`, one for each cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of trouble an entry is, in the order in which a worklog shows them."""

    INFRASTRUCTURE = "infrastructure"
    UNCOLLECTABLE = "uncollectable"
    FAILING = "failing"
    FLAKY = "flaky"
    HOLLOW = "hollow"
    SLOW = "slow"
    DEPRECATION = "deprecation"


MEANING = {
    Kind.INFRASTRUCTURE: "something that the tests stand on was not there; nothing is known about the code",
    Kind.UNCOLLECTABLE: "tests that are never run as written",
    Kind.FAILING: "tests that ran and failed",
    Kind.FLAKY: "the same tests passed and failed",
    Kind.HOLLOW: "tests whose outcome says nothing about the code that they are named after",
    Kind.SLOW: "much slower than the rest",
    Kind.DEPRECATION: "works today and is announced to stop",
}


class Origin(StrEnum):
    """Whose fault a cause is, as far as what was read tells."""

    SERVER = "server"
    ENVIRONMENT = "environment"
    SUITE = "suite"
    UNKNOWN = "unknown"


class Novelty(StrEnum):
    """An entry held against the last worklog."""

    NEW = "new"
    KNOWN = "known"
    REGRESSED = "regressed"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place that was read, and what stands there (cleaned, bounded)."""

    where: str
    """``file:line`` of the input."""
    text: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Blocked:
    """What was not run because of a cause; ``tests`` is ``None`` where what was read does not say how many."""

    what: str
    tests: int | None = None

    def __str__(self) -> str:
        return self.what if self.tests is None else f"{self.what}: {self.tests}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule saw once.  Findings with one ``key`` have one cause."""

    kind: Kind
    key: tuple[str, ...]
    title: str
    rule: str
    origin: Origin = Origin.SUITE
    evidence: tuple[Evidence, ...] = ()
    explains: tuple[str, ...] = ()
    """The tests whose outcome it explains."""
    blocks: tuple[Blocked, ...] = ()
    details: tuple[str, ...] = ()
    reproduce: str = ""
    next_step: str = ""
    severity: str | None = None
    """Where a contract has already given one."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test as one report saw it.  ``outcome`` is passed, failed, error, skipped or rerun; ``phase`` is collect,
    setup, call or teardown; ``place`` is the ``file:line`` at which the exception was raised, or empty; ``again`` is
    the line that its report says runs it again, or empty."""

    id: str
    outcome: str
    where: str
    phase: str = "call"
    exception: str = ""
    message: str = ""
    text: str = ""
    place: str = ""
    duration_s: float | None = None
    again: str = ""

    @property
    def red(self) -> bool:
        """Whether it failed, at least this time."""
        return self.outcome in ("failed", "error", "rerun")


@dataclass(frozen=True, slots=True)
class Stop:
    """A report says that what was left was not run."""

    where: str
    why: str
    blocks: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one argument told.  ``sort`` is results, output or source."""

    source: str
    sort: str
    cases: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()
    stops: tuple[Stop, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    """Outcomes and how many, as the report itself sums them up."""
    left_out: tuple[str, ...] = ()
    """What was not read, or cannot be told, and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One cause."""

    id: str
    kind: Kind
    origin: Origin
    title: str
    rule: str
    severity: str
    severity_rule: str
    novelty: Novelty = Novelty.NEW
    note: str = ""
    """What the comparison with the last worklog needs said."""
    details: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    explains: tuple[str, ...] = ()
    blocks: tuple[Blocked, ...] = ()
    reproduce: str = ""
    next_step: str = ""
    sorts: tuple[str, ...] = ()
    """The sorts of readings that showed it: only these can show that it is gone."""

    @property
    def open(self) -> bool:
        """Whether there is something left to do."""
        return self.novelty is not Novelty.FIXED


@dataclass(frozen=True, slots=True)
class Summary:
    """What one argument amounts to, a line of the execution summary."""

    source: str
    sort: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Worklog:
    """Everything that the gardener says."""

    entries: tuple[Entry, ...]
    read: tuple[Summary, ...]
    left_out: tuple[str, ...]
