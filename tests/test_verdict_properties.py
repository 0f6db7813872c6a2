"""What every verdict keeps, whatever a run came to."""

from __future__ import annotations

import datetime
from typing import Any

from helpers import PURE, REACHED, check, clause, contract, finding, manifest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.verdict.decide import decide
from conformance.verdict.expected import ExpectedFailures
from conformance.verdict.model import OUTCOMES, Finding, Raw, RequirementResult, Scope, Verdict

TODAY = datetime.date(2026, 11, 20)
TOMORROW, YESTERDAY = TODAY + datetime.timedelta(1), TODAY - datetime.timedelta(1)
CAPABILITIES = ("invites", "roles")
NAMES = [REACHED, "CAP-DEMANDED-01", "A", "B", "C", "D", "E"]


@st.composite
def contracts(draw: st.DrawFn) -> Registry:
    """Any small ladder: each stands on some of those before it."""
    entries = []
    for i, name in enumerate(NAMES):
        needs = draw(st.lists(st.sampled_from(NAMES[:i]), unique=True, max_size=3)) if i else []
        more: dict[str, Any] = {}
        if i > 1:
            more = {
                "level": draw(st.sampled_from(["MUST", "MUST", "MUST", "SHOULD", "MAY"])),
                "capability": draw(st.sampled_from([None, None, *CAPABILITIES])),
                "service_level": draw(st.sampled_from([None, None, None, {"bound": 1}])),
                "severity": draw(st.sampled_from(["P0", "P1", "P2", "P3"])),
            }
        entries.append(clause(name, *needs, **more))
    return contract(*entries)


@st.composite
def manifests(draw: st.DrawFn) -> dict[str, ManifestEntry]:
    """Any manifest: each requirement has a check or several or none, and a check may judge several."""
    rows = st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
        st.sampled_from([(), (), ("launch",), ("mint",)]),
    )
    chosen = draw(st.lists(rows, max_size=10))
    return manifest(*(check(f"check {i}", *names, needs=needs) for i, (names, needs) in enumerate(chosen)))


@st.composite
def raws_of(draw: st.DrawFn, checks: dict[str, ManifestEntry]) -> dict[str, Raw]:
    """Any outcomes that a recorded run can have: a failure always comes with the evaluation that found it."""
    raws = {}
    for entry in checks.values():
        outcome = draw(
            st.sampled_from(
                [
                    "passed",
                    "passed",
                    "failed",
                    "precondition",
                    "inconclusive",
                    "not_run",
                    "error",
                    "missing",
                    "blocked",
                    None,
                ]
            )
        )
        if outcome is None:
            continue
        findings: tuple[Finding, ...] = ()
        found = None
        if outcome in ("failed", "precondition"):
            others = [name for name in NAMES if name not in entry.requirements]
            found = draw(st.sampled_from(list(entry.requirements) if outcome == "failed" else others))
            findings = (finding(entry.id, found, "broken"),)
        raws[entry.id] = Raw(entry.id, outcome, found, "because", True, findings=findings)
    return raws


@st.composite
def runs(draw: st.DrawFn) -> tuple[Registry, dict[str, ManifestEntry], Scope, dict[str, Raw], dict[str, Any]]:
    """A whole run, from its contract to its options."""
    checks = draw(manifests())
    some = st.frozensets(st.sampled_from(CAPABILITIES))
    scope = Scope(
        "any",
        "1.0",
        demanded=draw(some),
        declared=draw(st.none() | some),
        without=draw(st.sampled_from([{}, {}, {"launch": "no"}])),
        selected=draw(st.none() | st.frozensets(st.sampled_from(sorted(checks)))) if checks else None,
    )
    dates = st.sampled_from([YESTERDAY, TOMORROW])
    expected = draw(st.dictionaries(st.sampled_from(NAMES), st.tuples(st.just("known"), dates), max_size=2))
    more = {
        "expected": ExpectedFailures(expected),
        "interrupted": draw(st.sampled_from([False, False, False, True])),
        "enforce_service_levels": draw(st.booleans()),
        "today": TODAY,
    }
    return draw(contracts()), checks, scope, draw(raws_of(checks)), more


Run = tuple[Registry, dict[str, ManifestEntry], Scope, dict[str, Raw], dict[str, Any]]


def every_check_of_the_manifest_is_counted_once(run: Run, verdict: Verdict) -> None:
    assert [result.id for result in verdict.checks] == list(run[1])
    assert set(verdict.counts) == {"expected", *OUTCOMES}
    assert verdict.counts["expected"] == len(run[1]) == sum(verdict.counts[outcome] for outcome in OUTCOMES)


def every_requirement_has_one_known_outcome(_: Run, verdict: Verdict) -> None:
    assert [result.id for result in verdict.requirements] == NAMES
    assert {result.outcome for result in verdict.requirements} <= set(OUTCOMES)
    assert verdict.word in ("conformant", "non-conformant", "incomplete", "partial")
    assert verdict.exit_status in (0, 1, 3, 4, 5, 130)


def no_cause_is_itself_blocked_and_none_is_named_twice(_: Run, verdict: Verdict) -> None:
    for cause in verdict.causes:
        assert requirement(verdict, cause.requirement).outcome in ("failed", "error")
        assert all(requirement(verdict, name).blocked_by == cause.requirement for name in cause.blocked)
    assert len(set(causes(verdict))) == len(causes(verdict))


def what_failed_stands_on_nothing_that_failed_outright(run: Run, verdict: Verdict) -> None:
    failed = [result for result in verdict.requirements if result.outcome == "failed"]
    broken = {result.id for result in failed if not result.in_passing}
    assert not any(broken.intersection(run[0].stands_on(result.id)) for result in failed)


def conformant_only_where_every_must_in_scope_passed(run: Run, verdict: Verdict) -> None:
    contract, _, scope, _, more = run
    musts = {
        result.outcome
        for result in verdict.requirements
        if contract[result.id].level == "MUST" and contract[result.id].service_level is None
    }
    if verdict.word == "conformant":
        assert "passed" in musts
        assert musts <= {"passed", "not_applicable"}
        assert scope.selected is None
    if "failed" in musts:
        assert verdict.word == "non-conformant"
    if verdict.exit_status == 0 and scope.selected is None and not more["expected"].entries:
        assert verdict.word == "conformant"


def what_passed_is_never_taken_back_and_nothing_else_passed(run: Run, verdict: Verdict) -> None:
    _, _, scope, raws, _ = run
    ran = {name for name in raws if scope.selected is None or name in scope.selected}
    for result in verdict.checks:
        raw = raws.get(result.id)
        well = result.id in ran and raw is not None and raw.outcome == "passed" and result.outcome != "not_applicable"
        assert (result.outcome == "passed") is well


def expected_failures_and_enforcement_change_nothing_but_the_exit(run: Run, verdict: Verdict) -> None:
    contract, checks, scope, raws, more = run
    plain = decide(contract, checks, scope, raws, interrupted=more["interrupted"])
    unchanged = ("word", "sentence", "requirements", "checks", "causes", "counts", "service_levels", "advice")
    assert all(getattr(verdict, name) == getattr(plain, name) for name in unchanged)


def requirement(verdict: Verdict, name: str) -> RequirementResult:
    return next(result for result in verdict.requirements if result.id == name)


def causes(verdict: Verdict) -> list[str]:
    return [cause.requirement for cause in verdict.causes]


ALWAYS = (
    every_check_of_the_manifest_is_counted_once,
    every_requirement_has_one_known_outcome,
    no_cause_is_itself_blocked_and_none_is_named_twice,
    what_failed_stands_on_nothing_that_failed_outright,
    conformant_only_where_every_must_in_scope_passed,
    what_passed_is_never_taken_back_and_nothing_else_passed,
    expected_failures_and_enforcement_change_nothing_but_the_exit,
)


@settings(PURE, max_examples=120)
@given(runs())
def test_any_run_keeps_what_a_verdict_always_keeps(run: Run) -> None:
    *arguments, more = run
    verdict = decide(*arguments, **more)
    for holds in ALWAYS:
        holds(run, verdict)
