"""The verdict: from the raw outcomes of all checks to what may be said of the server."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry, Requirement
from conformance.verdict.causes import is_only_a_level, plural, root_causes
from conformance.verdict.exits import exit_status, missed_levels
from conformance.verdict.expected import Expectation, ExpectedFailures
from conformance.verdict.model import (
    ENVIRONMENT,
    OUTCOMES,
    SERVER,
    SUITE,
    CheckResult,
    Finding,
    Raw,
    RequirementResult,
    Scope,
    Verdict,
)

REACHED = "NET-HTTP-01"
"""The lowest rung.  Where it is broken nothing is known of the server: the finding is the environment's."""

NOT_SELECTED = "not selected on the command line"

UNPROVOKED = "never provoked:"
"""Begins the reason of a conditional clause that counts as kept; it does not while what it stands on is broken."""

_WORST_FIRST = ("failed", "error", "blocked", "inconclusive", "not_run", "not_applicable", "passed")


def decide(
    registry: Registry,
    manifest: Mapping[str, ManifestEntry],
    scope: Scope,
    raws: Mapping[str, Raw],
    expected: ExpectedFailures | None = None,
    *,
    interrupted: bool = False,
    enforce_service_levels: bool = False,
    today: datetime.date | None = None,
) -> Verdict:
    """Everything that follows from the raw outcomes; a pure function of its arguments."""
    checks = {name: _check(entry, registry, scope, raws.get(name), interrupted) for name, entry in manifest.items()}
    broken = _clauses_found_broken(raws.values(), registry)
    requirements = {
        entry.id: _requirement(entry, scope, checks, manifest, broken, interrupted) for entry in registry.judged()
    }
    requirements = _blocked(requirements, registry)
    checks = {name: _explained(check, requirements, registry) for name, check in checks.items()}
    causes = root_causes(requirements, checks, registry)
    verdict = Verdict(
        word="",
        sentence="",
        exit_status=0,
        requirements=tuple(requirements.values()),
        checks=tuple(checks.values()),
        causes=causes,
        counts=_counts(checks),
        service_levels=_service_levels(requirements, registry),
        never_provoked=_never_provoked(checks),
        advice=tuple(sorted(_failed(requirements, registry, ("SHOULD", "MAY")))),
        notes=(),
    )
    word = _word(requirements, checks, registry, scope, interrupted)
    expectation = (expected or ExpectedFailures()).held_against(requirements, today)
    status = exit_status(
        word,
        verdict,
        expectation,
        interrupted=interrupted,
        enforce_service_levels=enforce_service_levels,
        unanswered=_unanswered(checks, registry, scope, manifest),
    )
    sentence = _sentence(word, scope, verdict, interrupted)
    notes = (*expectation.notes, *_enforced(verdict, expectation, enforce_service_levels))
    return replace(verdict, word=word, sentence=sentence, exit_status=status, notes=notes)


def _check(entry: ManifestEntry, registry: Registry, scope: Scope, raw: Raw | None, interrupted: bool) -> CheckResult:
    """One check's own outcome, before anything is known of what it stands on."""
    result = CheckResult(entry.id, entry.requirements, "passed", raw=raw)
    excluded = _excluded(entry, registry, scope)
    if excluded is not None:
        return replace(result, outcome="not_applicable", reason=excluded)
    if scope.selected is not None and entry.id not in scope.selected:
        return replace(result, outcome="not_run", reason=NOT_SELECTED)
    if raw is None or raw.outcome == "missing":
        if interrupted:
            return replace(result, outcome="not_run", reason="the run was interrupted")
        reason = raw.reason if raw is not None else "not collected"
        return replace(result, outcome="error", reason=reason, origin=SUITE)
    if raw.outcome == "precondition":
        return replace(result, outcome="blocked", reason=raw.reason, blocked_by=raw.clause)
    if raw.outcome == "error":
        return replace(result, outcome="error", reason=raw.reason, origin=SUITE)
    if raw.outcome == "blocked":
        return replace(result, outcome="blocked", reason=raw.reason, blocked_by=raw.clause)
    if raw.outcome == "never_provoked":
        return _unprovoked(result, raw, registry)
    return replace(result, outcome=raw.outcome, reason=raw.reason)


def _unprovoked(result: CheckResult, raw: Raw, registry: Registry) -> CheckResult:
    """A conditional clause whose condition never arose counts as kept; any other clause had to be provoked."""
    if all(registry[name].conditional for name in result.requirements):
        return replace(result, reason=f"{UNPROVOKED} {raw.reason}")
    return replace(
        result, outcome="error", reason=f"an unconditional clause was not provoked: {raw.reason}", origin=SUITE
    )


def _excluded(entry: ManifestEntry, registry: Registry, scope: Scope) -> str | None:
    """Why a check does not apply; only a free capability or an announced lack of means is a reason."""
    for name in entry.requirements:
        capability = registry[name].capability
        if capability and capability not in scope.capabilities and capability not in scope.demanded:
            return f"the capability {capability} is neither demanded nor declared"
    for need in entry.needs:
        if need in scope.without:
            return f"the profile announces to be without {need}: {scope.without[need]}"
    return None


def _clauses_found_broken(raws: Iterable[Raw], registry: Registry) -> dict[str, Finding]:
    """Every clause that any check found broken on its way, with the first finding."""
    broken: dict[str, Finding] = {}
    for raw in raws:
        for finding in raw.findings:
            if not finding.holds and finding.clause in registry and finding.clause not in broken:
                broken[finding.clause] = finding
    return broken


def _requirement(
    entry: Requirement,
    scope: Scope,
    checks: Mapping[str, CheckResult],
    manifest: Mapping[str, ManifestEntry],
    broken: Mapping[str, Finding],
    interrupted: bool,
) -> RequirementResult:
    mine = [_as_to(entry.id, checks[name]) for name, check in manifest.items() if entry.id in check.requirements]
    names = tuple(check.id for check in mine)
    undeclared = entry.capability is not None and entry.capability not in scope.capabilities
    if undeclared and entry.capability in scope.demanded:
        reason = f"the capability {entry.capability} is demanded and not declared"
        return RequirementResult(entry.id, "blocked", names, reason, "CAP-DEMANDED-01")
    if entry.id in broken:
        finding = broken[entry.id]
        unreached = entry.id == REACHED and not finding.witnessed
        origin, outcome = (ENVIRONMENT, "error") if unreached else (SERVER, "failed")
        return RequirementResult(
            entry.id, outcome, names, finding.reason or "", origin=origin, in_passing=not unreached and _unseen(mine)
        )
    if not mine:
        return RequirementResult(entry.id, "error", (), "the manifest holds no check of it", origin=SUITE)
    worst = min(mine, key=lambda check: _WORST_FIRST.index(check.outcome))
    return RequirementResult(entry.id, worst.outcome, names, worst.reason, worst.blocked_by, worst.origin)


def _unseen(own: Iterable[CheckResult]) -> bool:
    """Whether the checks of a requirement, those of them that were to run, saw it kept."""
    said = {check.outcome for check in own if check.reason != NOT_SELECTED}
    return not said or ("passed" in said and "failed" not in said)


def _as_to(requirement: str, check: CheckResult) -> CheckResult:
    """What a check says of one of its requirements: one that stopped at the first never judged the second."""
    stopped_at = check.raw.clause if check.raw is not None and check.outcome == "failed" else None
    if stopped_at is None or stopped_at == requirement:
        return check
    return replace(check, outcome="blocked", blocked_by=stopped_at)


def _blocked(results: Mapping[str, RequirementResult], registry: Registry) -> dict[str, RequirementResult]:
    """What was tried, did not pass and stands on something broken is blocked by the lowest such thing.

    What was not to run, or could not for a reason of its own, keeps that reason: to mend the server would not let it
    be judged.  What the ladder kept from running is blocked already.  What broke in passing blocks nothing but the
    stories that it broke in: it holds where its own checks look.
    """
    final: dict[str, RequirementResult] = {}
    for name, result in results.items():
        lowest = next((need for need in registry.stands_on(name) if _broken(results.get(need))), None)
        kept = result.outcome == "passed" and not result.reason.startswith(UNPROVOKED)
        if lowest is not None and not kept and result.outcome not in ("not_applicable", "not_run"):
            reason = f"stands on {lowest}, which is broken"
            result = replace(result, outcome="blocked", blocked_by=lowest, reason=reason, origin=SERVER)
        final[name] = result
    return final


def _broken(result: RequirementResult | None) -> bool:
    if result is None or result.in_passing:
        return False
    return result.outcome == "failed" or _environment(result)


def _environment(result: RequirementResult) -> bool:
    return result.outcome == "error" and result.origin == ENVIRONMENT


def _explained(check: CheckResult, requirements: Mapping[str, RequirementResult], registry: Registry) -> CheckResult:
    """A check follows its requirement where that is blocked or belongs to the environment."""
    kept = check.outcome == "passed" and not check.reason.startswith(UNPROVOKED)
    if kept or check.outcome in ("not_applicable", "not_run"):
        return check
    if check.outcome == "failed" and any(requirements[name].outcome == "failed" for name in check.requirements):
        return check
    for name in check.requirements:
        result = requirements[name]
        if result.outcome == "blocked":
            return replace(check, outcome="blocked", blocked_by=result.blocked_by, reason=result.reason, origin=SERVER)
        if _environment(result):
            return replace(check, outcome="error", reason=result.reason, origin=ENVIRONMENT)
    return check


def _failed(requirements: Mapping[str, RequirementResult], registry: Registry, levels: tuple[str, ...]) -> list[str]:
    return [
        result.id
        for result in requirements.values()
        if result.outcome == "failed"
        and registry[result.id].level in levels
        and registry[result.id].service_level is None
    ]


def _counts(checks: Mapping[str, CheckResult]) -> dict[str, int]:
    found = Counter(check.outcome for check in checks.values())
    return {"expected": len(checks), **{outcome: found[outcome] for outcome in OUTCOMES}}


def _service_levels(requirements: Mapping[str, RequirementResult], registry: Registry) -> dict[str, object]:
    """The second line: what is promised in numbers."""
    words = {"passed": "met", "failed": "missed", "inconclusive": "cannot tell"}
    found = {
        result.id: words.get(result.outcome, "not measured")
        for result in requirements.values()
        if registry[result.id].service_level is not None
    }
    count = Counter(found.values())
    line = ", ".join(
        f"{count[word]} {word}" for word in ("met", "missed", "cannot tell", "not measured") if count[word]
    )
    return {"line": line or "none", "requirements": found}


def _enforced(verdict: Verdict, expectation: Expectation, enforce_service_levels: bool) -> list[str]:
    """What an exit status comes from that the word does not tell."""
    missed = missed_levels(verdict) - expectation.forgiven
    return [f"the profile enforces service levels: {name} was missed" for name in sorted(missed)
            if enforce_service_levels]  # fmt: skip


def _never_provoked(checks: Mapping[str, CheckResult]) -> tuple[str, ...]:
    found = [c for c in checks.values() if c.raw is not None and c.raw.outcome == "never_provoked"]
    return tuple(sorted({name for check in found if check.outcome == "passed" for name in check.requirements}))


def _unanswered(
    checks: Mapping[str, CheckResult], registry: Registry, scope: Scope, manifest: Mapping[str, ManifestEntry]
) -> bool:
    """Whether a check of a MUST that was to run gave no answer, or nothing that was asked for gave one.

    The rungs run with every selection; where something else was selected too, they are no answer to it.
    """
    ran = [check for check in checks.values() if scope.selected is None or check.id in scope.selected]
    asked = [check for check in ran if scope.selected is None or manifest[check.id].phase != "rungs"] or ran
    silent = [check for check in ran if check.outcome in ("inconclusive", "not_run")]
    return not any(check.outcome in ("passed", "failed") for check in asked) or any(
        registry[name].level == "MUST" and not is_only_a_level(registry[name])
        for check in silent
        for name in check.requirements
    )


def _word(
    requirements: Mapping[str, RequirementResult],
    checks: Mapping[str, CheckResult],
    registry: Registry,
    scope: Scope,
    interrupted: bool,
) -> str:
    """``conformant``: every MUST in scope ran and passed, at least one did; ``non-conformant``: one failed.

    A suite that lost a check of its own, of whatever level, has not judged what it was to judge.
    """
    musts = [
        result
        for result in requirements.values()
        if registry[result.id].level == "MUST" and registry[result.id].service_level is None
    ]
    outcomes = {result.outcome for result in musts}
    if "failed" in outcomes:
        return "non-conformant"
    if interrupted or any(check.outcome == "error" and check.origin == SUITE for check in checks.values()):
        return "incomplete"
    if scope.selected is not None:
        return "partial"
    if outcomes <= {"passed", "not_applicable"} and "passed" in outcomes:
        return "conformant"
    return "incomplete"


def _sentence(word: str, scope: Scope, verdict: Verdict, interrupted: bool) -> str:
    """The verdict in one sentence that says what it is limited to."""
    what = f"{scope.profile} {scope.contract}"
    without = f" without {' and '.join(sorted(scope.without))}" if scope.without else ""
    if word == "incomplete" and interrupted:
        return f"incomplete for {what}{without}: the run was interrupted"
    if word == "partial":
        return f"partial for {what}{without}: {_chosen(scope, verdict)}"
    if word == "conformant":
        return f"conformant to {what}{without}"
    if word == "non-conformant":
        server = [c for c in verdict.causes if c.origin == SERVER and c.requirement not in verdict.advice]
        limits = [_chosen(scope, verdict)] if scope.selected is not None else []
        limits += ["the run was interrupted"] if interrupted else []
        return "; ".join([f"not conformant to {what}{without}: {plural(len(server), 'cause')}", *limits])
    if any(cause.origin == ENVIRONMENT for cause in verdict.causes):
        return f"incomplete for {what}{without}: the server could not be reached as the profile says"
    undone = sum(verdict.counts[outcome] for outcome in ("not_run", "inconclusive", "error", "blocked"))
    return f"incomplete for {what}{without}: {plural(undone, 'check')} gave no answer"


def _chosen(scope: Scope, verdict: Verdict) -> str:
    return f"{len(scope.selected or ())} of {verdict.counts['expected']} checks were selected"
