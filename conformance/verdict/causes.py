"""Root causes: what is broken by itself, as opposed to what fails because of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from conformance.contract.registry import Registry, Requirement
from conformance.verdict.model import ENVIRONMENT, SERVER, SUITE, Cause, CheckResult, RequirementResult


def root_causes(
    requirements: Mapping[str, RequirementResult], checks: Mapping[str, CheckResult], registry: Registry
) -> tuple[Cause, ...]:
    """Every requirement that is broken by itself, with what failed and was blocked because of it: what concerns the
    environment first, what broke in passing after what failed outright, then by severity and by how much it blocks."""
    blocked: dict[str, list[str]] = defaultdict(list)
    for result in requirements.values():
        if result.outcome == "blocked" and result.blocked_by:
            blocked[result.blocked_by].append(result.id)
    failed: dict[str, list[str]] = defaultdict(list)
    for check in checks.values():
        for name in check.requirements:
            if check.outcome in ("failed", "error"):
                failed[name].append(check.id)
    causes = [
        Cause(
            result.id,
            registry[result.id].severity,
            result.origin,
            result.reason,
            tuple(failed[result.id]),
            tuple(blocked[result.id]),
            result.in_passing,
        )
        for result in requirements.values()
        if result.outcome == "error" or (result.outcome == "failed" and not is_only_a_level(registry[result.id]))
    ]
    rank = {ENVIRONMENT: 0, SERVER: 1, SUITE: 2}
    found = sorted(_merged(causes), key=lambda cause: (cause.severity, -len(cause.blocked), cause.requirement))
    return tuple(sorted(found, key=lambda cause: (rank[cause.origin], cause.in_passing)))


def _merged(causes: list[Cause]) -> Iterator[Cause]:
    """What the suite failed to do, for one reason, is one cause, however many requirements it left unjudged; the most
    severe of them stands for all."""
    alike: dict[str, list[Cause]] = defaultdict(list)
    for cause in causes:
        if cause.origin == SUITE and not cause.blocked:
            alike[cause.summary].append(cause)
        else:
            yield cause
    for summary, group in alike.items():
        first = min(group, key=lambda cause: (cause.severity, cause.requirement))
        checks = tuple(dict.fromkeys(name for cause in group for name in cause.failed))
        many = f" ({plural(len(checks), 'check')} of {len(group)} requirements)" if len(group) > 1 else ""
        yield replace(first, summary=summary + many, failed=checks)


def is_only_a_level(entry: Requirement) -> bool:
    """Whether a requirement is a service level: the second line of a verdict, never a part of the first."""
    return entry.service_level is not None


def plural(count: int, noun: str) -> str:
    """``1 check``, ``2 checks``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
