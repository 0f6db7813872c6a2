"""The plain values that the verdict is made from and made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OUTCOMES = ("passed", "failed", "blocked", "not_applicable", "not_run", "inconclusive", "error")

SERVER, SUITE, ENVIRONMENT = "server", "suite", "environment"
"""The three origins of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One evaluation of a clause, as recorded."""

    id: str
    check: str
    clause: str
    matcher: str
    holds: bool
    witnessed: bool
    reason: str | None
    events: tuple[str, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What the matcher held the events against."""


@dataclass(frozen=True, slots=True)
class Raw:
    """How a check ended, before anything is concluded from it.

    ``outcome`` is one of passed, failed, precondition, inconclusive, never_provoked, not_run, blocked, error, or
    ``missing`` when the check left no end; ``started`` tells whether it began.
    """

    check: str
    outcome: str
    clause: str | None = None
    reason: str = ""
    started: bool = False
    duration_s: float = 0.0
    traceback: str | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What this run was to judge.

    ``demanded`` and ``declared`` are capabilities (``declared`` is ``None`` where the server published none: it is
    then judged by what is demanded); ``without`` is what the profile announces that it cannot do, with the reason;
    ``selected`` are the check ids chosen on the command line, ``None`` for all.
    """

    profile: str
    contract: str
    demanded: frozenset[str] = frozenset()
    declared: frozenset[str] | None = None
    without: Mapping[str, str] = field(default_factory=dict)
    selected: frozenset[str] | None = None

    @property
    def capabilities(self) -> frozenset[str]:
        """The capabilities whose requirements are judged: those declared."""
        return self.demanded if self.declared is None else self.declared


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check of the manifest."""

    id: str
    requirements: tuple[str, ...]
    outcome: str
    reason: str = ""
    blocked_by: str | None = None
    origin: str = SERVER
    raw: Raw | None = None


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """What became of one requirement."""

    id: str
    outcome: str
    checks: tuple[str, ...]
    reason: str = ""
    blocked_by: str | None = None
    origin: str = SERVER
    in_passing: bool = False
    """Broken only in the stories of other requirements, and seen by no check of its own: the circumstances of those
    stories broke it, and what stands on it may well hold."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One root cause: a requirement that is broken by itself, and everything that fails because of it."""

    requirement: str
    severity: str
    origin: str
    summary: str
    failed: tuple[str, ...]
    blocked: tuple[str, ...]
    in_passing: bool = False
    """As of the requirement."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole finding: ``word`` and ``sentence`` say it, the rest shows it."""

    word: str
    sentence: str
    exit_status: int
    requirements: tuple[RequirementResult, ...]
    checks: tuple[CheckResult, ...]
    causes: tuple[Cause, ...]
    counts: Mapping[str, int]
    service_levels: Mapping[str, Any]
    advice: tuple[str, ...] = ()
    never_provoked: tuple[str, ...] = ()
    notes: Sequence[str] = ()
