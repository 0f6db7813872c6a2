"""The verdict, rule by rule: what is a cause, what is blocked by it, and what may be said of the server."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from helpers import (
    REACHED,
    check,
    clause,
    contract,
    ended,
    failed,
    manifest,
    one_check_each,
    outcomes,
    passed,
    stumbled,
)

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.verdict import exits
from conformance.verdict.decide import decide
from conformance.verdict.expected import ExpectedFailures
from conformance.verdict.model import OUTCOMES, Cause, CheckResult, Raw, RequirementResult, Scope, Verdict

TODAY = datetime.date(2026, 11, 20)
TOMORROW, YESTERDAY = TODAY + datetime.timedelta(1), TODAY - datetime.timedelta(1)
EVERYTHING = Scope("full", "1.0")
LADDER = contract(clause(REACHED), clause("AUTH-01", REACHED), clause("CREATE-01", "AUTH-01"))
PAIR = contract(clause("ONE-01"), clause("TWO-01"))


def judge(
    contract: Registry,
    *raws: Raw,
    checks: dict[str, ManifestEntry] | None = None,
    scope: Scope = EVERYTHING,
    **more: Any,
) -> Verdict:
    """The verdict where every check passed but for those whose outcome is given."""
    checks = one_check_each(contract) if checks is None else checks
    found = {**{name: passed(name) for name in checks}, **outcomes(*raws)}
    return decide(contract, checks, scope, found, today=TODAY, **more)


def requirement(verdict: Verdict, name: str) -> RequirementResult:
    return next(result for result in verdict.requirements if result.id == name)


def result_of(verdict: Verdict, name: str) -> CheckResult:
    return next(result for result in verdict.checks if result.id == name)


def causes(verdict: Verdict) -> list[str]:
    return [cause.requirement for cause in verdict.causes]


# -- the word ---------------------------------------------------------------------------------------------------------


def test_word_everything_passed_is_conformant() -> None:
    verdict = judge(PAIR)
    assert (verdict.word, verdict.exit_status, verdict.causes) == ("conformant", exits.FINE, ())
    assert verdict.sentence == "conformant to full 1.0"
    assert verdict.counts == {"expected": 2, **dict.fromkeys(OUTCOMES, 0), "passed": 2}


def test_word_one_must_failed_is_non_conformant() -> None:
    verdict = judge(PAIR, failed("check of ONE-01", "ONE-01", "expected 200, got 500"))
    assert (verdict.word, verdict.exit_status) == ("non-conformant", exits.NON_CONFORMANT)
    assert verdict.sentence == "not conformant to full 1.0: 1 cause"
    assert verdict.causes == (Cause("ONE-01", "P1", "server", "expected 200, got 500", ("check of ONE-01",), ()),)


@pytest.mark.parametrize("outcome", ["inconclusive", "not_run"])
def test_word_a_must_without_an_answer_is_incomplete(outcome: str) -> None:
    verdict = judge(PAIR, ended("check of ONE-01", outcome))
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.INCOMPLETE)
    assert verdict.sentence == "incomplete for full 1.0: 1 check gave no answer"


def test_word_nothing_at_all_to_judge_is_never_conformant() -> None:
    assert judge(contract()).word == "incomplete"


def test_word_nothing_applicable_is_never_conformant() -> None:
    only = contract(clause("INV-01", capability="invites"))
    verdict = judge(only, scope=Scope("core", "1.0", declared=frozenset()))
    assert verdict.counts["not_applicable"] == 1
    assert verdict.word == "incomplete"


def test_word_a_must_that_no_check_judges_is_the_fault_of_the_suite() -> None:
    verdict = judge(PAIR, checks=manifest(check("a check", "ONE-01")))
    assert requirement(verdict, "TWO-01").reason == "the manifest holds no check of it"
    assert (verdict.word, verdict.exit_status, verdict.causes[0].origin) == ("incomplete", exits.SUITE_FAULT, "suite")


def test_word_a_draft_is_judged_by_nothing_and_costs_nothing() -> None:
    verdict = judge(contract(clause("ONE-01"), clause("LATER-01", draft=True)))
    assert [result.id for result in verdict.requirements] == ["ONE-01"]
    assert verdict.word == "conformant"


# -- passed, failed, blocked ------------------------------------------------------------------------------------------


def test_blocked_what_stands_on_a_broken_thing_is_no_cause() -> None:
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", "blocked"))
    assert causes(verdict) == ["AUTH-01"]
    assert verdict.causes[0].blocked == ("CREATE-01",)
    blocked = requirement(verdict, "CREATE-01")
    assert (blocked.outcome, blocked.blocked_by) == ("blocked", "AUTH-01")
    assert blocked.reason == "stands on AUTH-01, which is broken"


@pytest.mark.parametrize("outcome", ["failed", "inconclusive", "not_run", "error", "missing"])
def test_blocked_whatever_did_not_pass_above_a_broken_thing(outcome: str) -> None:
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", outcome))
    assert requirement(verdict, "CREATE-01").blocked_by == "AUTH-01"
    assert result_of(verdict, "check of CREATE-01").outcome == "blocked"
    assert causes(verdict) == ["AUTH-01"]


def test_blocked_by_the_lowest_of_a_chain() -> None:
    chain = contract(clause("A"), clause("B", "A"), clause("C", "B"), clause("D", "C"))
    verdict = judge(chain, *(failed(f"check of {name}", name) for name in "BCD"))
    assert causes(verdict) == ["B"]
    assert verdict.causes[0].blocked == ("C", "D")


DIAMOND = contract(
    clause("BASE"),
    clause("LEFT", "BASE"),
    clause("RIGHT", "BASE"),
    clause("HIGH", "RIGHT"),
    clause("TOP", "LEFT", "HIGH"),
)


@pytest.mark.parametrize(
    ("broken", "lowest"),
    [
        (("BASE", "LEFT", "RIGHT"), "BASE"),
        (("LEFT",), "LEFT"),
        (("HIGH",), "HIGH"),
        (("LEFT", "HIGH"), "LEFT"),
        (("LEFT", "RIGHT", "HIGH"), "LEFT"),
    ],
)
def test_blocked_by_the_lowest_of_a_diamond(broken: tuple[str, ...], lowest: str) -> None:
    raws = [failed(f"check of {name}", name) for name in (*broken, "TOP")]
    assert requirement(judge(DIAMOND, *raws), "TOP").blocked_by == lowest


def test_blocked_both_sides_of_a_diamond_broken_are_two_causes() -> None:
    verdict = judge(DIAMOND, *(failed(f"check of {name}", name) for name in ("LEFT", "RIGHT", "TOP")))
    assert causes(verdict) == ["LEFT", "RIGHT"]
    assert dict(zip(causes(verdict), (cause.blocked for cause in verdict.causes), strict=True)) == {
        "LEFT": ("TOP",),
        "RIGHT": (),
    }


def test_blocked_what_passed_above_a_broken_thing_passed() -> None:
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"))
    assert requirement(verdict, "CREATE-01").outcome == "passed"
    assert verdict.counts == {"expected": 3, **dict.fromkeys(OUTCOMES, 0), "passed": 2, "failed": 1}


def test_failed_a_clause_found_broken_inside_the_check_of_another() -> None:
    verdict = judge(PAIR, stumbled("check of TWO-01", "ONE-01", "no 201"))
    one, two = requirement(verdict, "ONE-01"), requirement(verdict, "TWO-01")
    assert (one.outcome, one.reason) == ("failed", "no 201")
    assert (two.outcome, two.blocked_by, two.reason) == ("blocked", "ONE-01", "no 201")
    assert verdict.causes == (Cause("ONE-01", "P1", "server", "no 201", (), ("TWO-01",), in_passing=True),)
    assert result_of(verdict, "check of ONE-01").outcome == "passed"
    assert result_of(verdict, "check of TWO-01").outcome == "blocked"


def test_in_passing_what_its_own_checks_saw_kept_blocks_only_the_story_that_broke_it() -> None:
    ladder = contract(clause("ACK-01"), clause("GAP-01", "ACK-01"), clause("JOIN-01", "ACK-01"))
    broken_gap = failed("check of GAP-01", "GAP-01", "1, 2, 4")
    verdict = judge(ladder, broken_gap, stumbled("check of JOIN-01", "ACK-01"))
    assert causes(verdict) == ["GAP-01", "ACK-01"], "what failed outright comes first"
    assert [cause.in_passing for cause in verdict.causes] == [False, True]
    assert requirement(verdict, "GAP-01").outcome == "failed"
    assert (requirement(verdict, "JOIN-01").outcome, requirement(verdict, "JOIN-01").blocked_by) == (
        "blocked",
        "ACK-01",
    )


def test_in_passing_is_nothing_that_a_check_of_its_own_did_not_see_kept() -> None:
    ladder = contract(clause("ACK-01"), clause("GAP-01", "ACK-01"), clause("JOIN-01", "ACK-01"))
    unknown = ended("check of ACK-01", "inconclusive")
    verdict = judge(ladder, unknown, failed("check of GAP-01", "GAP-01"), stumbled("check of JOIN-01", "ACK-01"))
    assert causes(verdict) == ["ACK-01"]
    assert not verdict.causes[0].in_passing


def test_failed_a_clause_of_several_checks_where_one_failed() -> None:
    checks = manifest(check("on rest", "ONE-01"), check("on ws", "ONE-01"), check("other", "TWO-01"))
    verdict = judge(PAIR, failed("on ws", "ONE-01"), checks=checks)
    assert requirement(verdict, "ONE-01").checks == ("on rest", "on ws")
    assert verdict.causes[0].failed == ("on ws",)
    assert verdict.counts["passed"] == 2


@pytest.mark.parametrize("worse", ["not_run", "inconclusive", "blocked", "error"])
def test_requirement_is_no_better_than_the_worst_of_its_checks(worse: str) -> None:
    checks = manifest(check("on rest", "ONE-01"), check("on ws", "ONE-01"))
    verdict = judge(contract(clause("ONE-01")), ended("on ws", worse), checks=checks)
    assert requirement(verdict, "ONE-01").outcome == worse
    assert verdict.word == "incomplete"


def test_failed_the_other_clause_of_the_same_check_was_never_judged() -> None:
    verdict = judge(PAIR, failed("both", "ONE-01"), checks=manifest(check("both", "ONE-01", "TWO-01")))
    assert causes(verdict) == ["ONE-01"]
    assert requirement(verdict, "TWO-01").blocked_by == "ONE-01"


def test_failed_check_stays_failed_where_its_other_clause_is_blocked() -> None:
    entries = contract(clause("ONE-01"), clause("LOW-01"), clause("HIGH-01", "LOW-01"))
    checks = manifest(check("both", "ONE-01", "HIGH-01"), check("low", "LOW-01"))
    verdict = judge(entries, failed("both", "ONE-01"), failed("low", "LOW-01"), checks=checks)
    assert result_of(verdict, "both").outcome == "failed"
    assert [(cause.requirement, cause.failed) for cause in verdict.causes] == [
        ("LOW-01", ("low",)),
        ("ONE-01", ("both",)),
    ]


def test_causes_the_gravest_first_then_who_blocks_most() -> None:
    entries = contract(
        clause("MINOR", severity="P3"),
        clause("ALONE", severity="P1"),
        clause("WIDE", severity="P1"),
        clause("ABOVE", "WIDE"),
        clause("GRAVE", severity="P0"),
    )
    names = ("MINOR", "ALONE", "WIDE", "ABOVE", "GRAVE")
    verdict = judge(entries, *(failed(f"check of {name}", name) for name in names))
    assert causes(verdict) == ["GRAVE", "WIDE", "ALONE", "MINOR"]
    assert verdict.sentence == "not conformant to full 1.0: 4 causes"


# -- the lowest rung --------------------------------------------------------------------------------------------------


def test_unreachable_is_the_one_finding_and_the_environments() -> None:
    raws = [failed(f"check of {REACHED}", REACHED, "the connection was refused", witnessed=False)]
    raws += [ended(f"check of {name}", "missing") for name in ("AUTH-01", "CREATE-01")]
    verdict = judge(LADDER, *raws)
    assert causes(verdict) == [REACHED]
    assert (verdict.causes[0].origin, verdict.causes[0].blocked) == ("environment", ("AUTH-01", "CREATE-01"))
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.UNREACHABLE)
    assert verdict.sentence == "incomplete for full 1.0: the server could not be reached as the profile says"
    assert verdict.counts == {"expected": 3, **dict.fromkeys(OUTCOMES, 0), "error": 1, "blocked": 2}
    lowest = result_of(verdict, f"check of {REACHED}")
    assert (lowest.outcome, lowest.origin) == ("error", "environment")


# -- not applicable ---------------------------------------------------------------------------------------------------

INVITES = contract(
    clause("CAP-DEMANDED-01"), clause("INV-01", capability="invites"), clause("INV-02", "INV-01", capability="invites")
)


def test_not_applicable_a_free_capability_that_is_not_declared() -> None:
    verdict = judge(INVITES, scope=Scope("core", "1.0", declared=frozenset({"roles"})))
    assert requirement(verdict, "INV-01").outcome == "not_applicable"
    assert requirement(verdict, "INV-01").reason == "the capability invites is neither demanded nor declared"
    assert verdict.word == "conformant"


def test_not_applicable_never_a_capability_that_is_declared() -> None:
    scope = Scope("core", "1.0", declared=frozenset({"invites"}))
    verdict = judge(INVITES, failed("check of INV-01", "INV-01"), scope=scope)
    assert requirement(verdict, "INV-01").outcome == "failed"
    assert verdict.word == "non-conformant"


def test_not_applicable_never_because_the_server_published_no_capabilities() -> None:
    scope = Scope("full", "1.0", demanded=frozenset({"invites"}), declared=None)
    verdict = judge(INVITES, ended("check of INV-01", "missing", "not collected"), scope=scope)
    assert requirement(verdict, "INV-01").outcome == "error"


def test_not_applicable_what_needs_the_means_that_the_profile_announces_to_lack() -> None:
    checks = manifest(check("kill", "ONE-01", needs=("launch",)), check("other", "TWO-01"))
    scope = Scope("full", "1.0", without={"launch": "it is somebody else's machine"})
    verdict = judge(PAIR, ended("kill", "missing"), checks=checks, scope=scope)
    found = result_of(verdict, "kill")
    assert found.outcome == "not_applicable"
    assert found.reason == "the profile announces to be without launch: it is somebody else's machine"
    assert verdict.word == "conformant"
    assert verdict.sentence == "conformant to full 1.0 without launch"


def test_not_applicable_never_for_means_that_are_missing_and_not_announced() -> None:
    checks = manifest(check("kill", "ONE-01", needs=("launch",)), check("other", "TWO-01"))
    verdict = judge(PAIR, ended("kill", "not_run", "nothing can be killed here"), checks=checks)
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.INCOMPLETE)


def test_not_applicable_stays_so_above_a_broken_thing() -> None:
    entries = contract(clause("ONE-01"), clause("INV-01", "ONE-01", capability="invites"))
    verdict = judge(entries, failed("check of ONE-01", "ONE-01"), scope=Scope("core", "1.0", declared=frozenset()))
    assert requirement(verdict, "INV-01").outcome == "not_applicable"
    assert verdict.causes[0].blocked == ()


def test_demanded_and_undeclared_capability_is_one_cause() -> None:
    scope = Scope("full", "1.0", demanded=frozenset({"invites"}), declared=frozenset())
    raws = [failed("check of CAP-DEMANDED-01", "CAP-DEMANDED-01", "demanded and not declared: invites")]
    raws += [ended(f"check of {name}", "missing", "not collected") for name in ("INV-01", "INV-02")]
    verdict = judge(INVITES, *raws, scope=scope)
    assert causes(verdict) == ["CAP-DEMANDED-01"]
    assert verdict.causes[0].blocked == ("INV-01", "INV-02")
    assert requirement(verdict, "INV-02").reason == "the capability invites is demanded and not declared"
    assert verdict.counts == {"expected": 3, **dict.fromkeys(OUTCOMES, 0), "failed": 1, "blocked": 2}


# -- what left no result ----------------------------------------------------------------------------------------------


def test_missing_result_is_an_error_of_the_suite() -> None:
    verdict = decide(PAIR, one_check_each(PAIR), EVERYTHING, outcomes(passed("check of ONE-01")), today=TODAY)
    missing = result_of(verdict, "check of TWO-01")
    assert (missing.outcome, missing.reason, missing.origin) == ("error", "not collected", "suite")
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.SUITE_FAULT)
    assert verdict.causes == (Cause("TWO-01", "P1", "suite", "not collected", ("check of TWO-01",), ()),)


def test_missing_result_says_when_the_check_had_begun() -> None:
    verdict = judge(PAIR, Raw("check of TWO-01", "missing", reason="the check began and never ended", started=True))
    assert result_of(verdict, "check of TWO-01").reason == "the check began and never ended"


def test_missing_result_of_an_interrupted_run_is_not_run() -> None:
    verdict = judge(PAIR, ended("check of TWO-01", "missing"), interrupted=True)
    found = result_of(verdict, "check of TWO-01")
    assert (found.outcome, found.reason) == ("not_run", "the run was interrupted")
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.INTERRUPTED)
    assert verdict.sentence == "incomplete for full 1.0: the run was interrupted"


def test_what_the_suite_left_undone_for_one_reason_is_one_cause() -> None:
    verdict = decide(PAIR, one_check_each(PAIR), EVERYTHING, {}, today=TODAY)
    summary = "not collected (2 checks of 2 requirements)"
    undone = ("check of ONE-01", "check of TWO-01")
    assert [(cause.origin, cause.summary, cause.failed) for cause in verdict.causes] == [("suite", summary, undone)]


@pytest.mark.parametrize("level", ["SHOULD", "MAY"])
def test_missing_result_of_advice_fails_the_suite_too(level: str) -> None:
    entries = contract(clause("ONE-01"), clause("NICE-01", level=level))
    verdict = judge(entries, ended("check of NICE-01", "missing"))
    assert verdict.exit_status == exits.SUITE_FAULT


def test_missing_result_of_a_service_level_fails_the_suite_too() -> None:
    verdict = judge(SLOW, ended("check of SLO-01", "missing"))
    assert (verdict.exit_status, causes(verdict)) == (exits.SUITE_FAULT, ["SLO-01"])


def test_interrupted_run_that_found_a_failure_says_the_same_in_word_and_sentence() -> None:
    raws = failed("check of ONE-01", "ONE-01"), ended("check of TWO-01", "missing")
    verdict = judge(PAIR, *raws, interrupted=True)
    assert verdict.word == "non-conformant"
    assert verdict.sentence.startswith("not conformant to full 1.0")
    assert "interrupted" in verdict.sentence


def test_interrupted_run_is_never_conformant() -> None:
    assert judge(PAIR, interrupted=True).word == "incomplete"


# -- selection --------------------------------------------------------------------------------------------------------


def test_selection_that_passed_is_partial() -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of ONE-01"}))
    verdict = judge(PAIR, ended("check of TWO-01", "missing"), scope=scope)
    assert (verdict.word, verdict.exit_status) == ("partial", exits.FINE)
    assert verdict.sentence == "partial for full 1.0: 1 of 2 checks were selected"
    assert result_of(verdict, "check of TWO-01").reason == "not selected on the command line"
    assert verdict.counts["not_run"] == 1


def test_selection_that_failed_is_non_conformant() -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of ONE-01"}))
    verdict = judge(PAIR, failed("check of ONE-01", "ONE-01"), ended("check of TWO-01", "missing"), scope=scope)
    assert (verdict.word, verdict.exit_status) == ("non-conformant", exits.NON_CONFORMANT)


def test_selection_that_left_no_result_is_the_fault_of_the_suite() -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of ONE-01"}))
    verdict = judge(PAIR, ended("check of ONE-01", "missing"), scope=scope)
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.SUITE_FAULT)


@pytest.mark.parametrize("outcome", ["inconclusive", "not_run"])
def test_selection_without_an_answer_is_never_fine(outcome: str) -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of ONE-01"}))
    verdict = judge(PAIR, ended("check of ONE-01", outcome), scope=scope)
    assert verdict.exit_status == exits.INCOMPLETE


def test_selection_of_nothing_is_never_fine() -> None:
    assert judge(PAIR, scope=Scope("full", "1.0", selected=frozenset())).exit_status == exits.INCOMPLETE


# -- advice -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["SHOULD", "MAY"])
def test_advice_a_should_that_failed_never_makes_it_non_conformant(level: str) -> None:
    entries = contract(clause("ONE-01"), clause("NICE-01", level=level))
    verdict = judge(entries, failed("check of NICE-01", "NICE-01"))
    assert (verdict.word, verdict.exit_status) == ("conformant", exits.FINE)
    assert verdict.advice == ("NICE-01",)
    assert causes(verdict) == ["NICE-01"]
    assert verdict.counts["failed"] == 1


def test_advice_is_not_counted_among_the_causes_of_the_sentence() -> None:
    entries = contract(clause("ONE-01"), clause("NICE-01", level="SHOULD"))
    verdict = judge(entries, failed("check of NICE-01", "NICE-01"), failed("check of ONE-01", "ONE-01"))
    assert verdict.sentence == "not conformant to full 1.0: 1 cause"


def test_advice_that_a_must_stands_on_leaves_the_must_without_an_answer() -> None:
    entries = contract(clause("NICE-01", level="SHOULD"), clause("ONE-01", "NICE-01"))
    verdict = judge(entries, failed("check of NICE-01", "NICE-01"), failed("check of ONE-01", "ONE-01"))
    assert (verdict.word, verdict.exit_status) == ("incomplete", exits.INCOMPLETE)


# -- service levels ---------------------------------------------------------------------------------------------------

SLOW = contract(clause("ONE-01"), clause("SLO-01", service_level={"bound": 250}))


@pytest.mark.parametrize(
    ("outcome", "word"),
    [("passed", "met"), ("failed", "missed"), ("inconclusive", "cannot tell"), ("not_run", "not measured")],
)
def test_service_level_is_a_line_of_its_own(outcome: str, word: str) -> None:
    verdict = judge(SLOW, ended("check of SLO-01", outcome))
    assert verdict.service_levels == {"line": f"1 {word}", "requirements": {"SLO-01": word}}
    assert (verdict.word, verdict.exit_status, verdict.causes, verdict.advice) == ("conformant", exits.FINE, (), ())


def test_service_level_alone_never_makes_a_server_conformant() -> None:
    only = contract(clause("SLO-01", service_level={"bound": 250}))
    assert judge(only).word == "incomplete"


def test_service_level_missed_fails_the_run_where_it_is_enforced() -> None:
    verdict = judge(SLOW, ended("check of SLO-01", "failed"), enforce_service_levels=True)
    assert (verdict.word, verdict.exit_status) == ("conformant", exits.NON_CONFORMANT)


@pytest.mark.parametrize("outcome", ["passed", "inconclusive"])
def test_service_level_not_missed_is_fine_where_it_is_enforced(outcome: str) -> None:
    verdict = judge(SLOW, ended("check of SLO-01", outcome), enforce_service_levels=True)
    assert verdict.exit_status == exits.FINE


def test_service_levels_of_every_kind_make_one_line() -> None:
    names = ("S1", "S2", "S3", "S4", "S5")
    entries = contract(clause("ONE-01"), *(clause(name, service_level={"bound": 1}) for name in names))
    raws = [
        ended(f"check of {name}", outcome)
        for name, outcome in zip(names[1:], ("failed", "inconclusive", "not_run", "passed"), strict=True)
    ]
    assert judge(entries, *raws).service_levels["line"] == "2 met, 1 missed, 1 cannot tell, 1 not measured"
    assert judge(PAIR).service_levels["line"] == "none"


# -- expected failures ------------------------------------------------------------------------------------------------


def expecting(name: str, expires: datetime.date = TODAY) -> ExpectedFailures:
    return ExpectedFailures({name: ("known as bug 7", expires)})


@pytest.mark.parametrize("expires", [TODAY, TOMORROW])
def test_expected_failure_changes_the_exit_and_never_the_word(expires: datetime.date) -> None:
    verdict = judge(PAIR, failed("check of ONE-01", "ONE-01"), expected=expecting("ONE-01", expires))
    assert (verdict.word, verdict.exit_status, verdict.notes) == ("non-conformant", exits.FINE, ())
    assert causes(verdict) == ["ONE-01"]


def test_expected_failure_forgives_no_other() -> None:
    raws = failed("check of ONE-01", "ONE-01"), failed("check of TWO-01", "TWO-01")
    assert judge(PAIR, *raws, expected=expecting("ONE-01")).exit_status == exits.NON_CONFORMANT


def test_expected_failure_that_passes_is_stale_and_fails_the_run() -> None:
    verdict = judge(PAIR, expected=expecting("ONE-01"))
    assert (verdict.word, verdict.exit_status) == ("conformant", exits.NON_CONFORMANT)
    assert verdict.notes == ("ONE-01 is expected to fail (known as bug 7) and passes: remove it from the profile",)


def test_expected_failure_that_has_expired_fails_the_run() -> None:
    verdict = judge(PAIR, failed("check of ONE-01", "ONE-01"), expected=expecting("ONE-01", YESTERDAY))
    assert (verdict.word, verdict.exit_status) == ("non-conformant", exits.NON_CONFORMANT)
    assert verdict.notes == (
        "ONE-01 was expected to fail until 2026-11-19 (known as bug 7): mend it, or set a new date",
    )


def test_expected_failure_that_was_not_selected_is_neither_stale_nor_wrong() -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of TWO-01"}))
    verdict = judge(PAIR, ended("check of ONE-01", "missing"), scope=scope, expected=expecting("ONE-01"))
    assert (verdict.exit_status, verdict.notes) == (exits.FINE, ())


def test_expected_failure_without_a_date_of_today_looks_at_the_calendar() -> None:
    expected = expecting("ONE-01", datetime.date(2020, 1, 1))
    verdict = decide(PAIR, one_check_each(PAIR), EVERYTHING, outcomes(failed("check of ONE-01", "ONE-01")), expected)
    assert "until 2020-01-01" in verdict.notes[0]


def test_expected_failure_never_hides_that_something_else_gave_no_answer() -> None:
    raws = failed("check of ONE-01", "ONE-01"), ended("check of TWO-01", "inconclusive")
    assert judge(PAIR, *raws, expected=expecting("ONE-01")).exit_status == exits.INCOMPLETE


def test_expected_failure_of_an_enforced_service_level_is_forgiven() -> None:
    raw = ended("check of SLO-01", "failed")
    verdict = judge(SLOW, raw, expected=expecting("SLO-01"), enforce_service_levels=True)
    assert verdict.exit_status == exits.FINE


# -- exit statuses ----------------------------------------------------------------------------------------------------

WIDE = contract(clause(REACHED), clause("ONE-01"), clause("TWO-01"), clause("THREE-01"))
UNREACHED = failed(f"check of {REACHED}", REACHED, witnessed=False)
BROKEN = failed("check of ONE-01", "ONE-01")
LOST = ended("check of TWO-01", "missing")
UNKNOWN = ended("check of THREE-01", "inconclusive")


@pytest.mark.parametrize(
    ("raws", "interrupted", "status"),
    [
        ((UNREACHED, BROKEN, LOST, UNKNOWN), True, exits.INTERRUPTED),
        ((UNREACHED, BROKEN, LOST, UNKNOWN), False, exits.UNREACHABLE),
        ((BROKEN, LOST, UNKNOWN), False, exits.NON_CONFORMANT),
        ((LOST, UNKNOWN), False, exits.SUITE_FAULT),
        ((UNKNOWN,), False, exits.INCOMPLETE),
        ((), False, exits.FINE),
    ],
)
def test_exit_status_the_gravest_wins(raws: tuple[Raw, ...], interrupted: bool, status: int) -> None:
    assert judge(WIDE, *raws, interrupted=interrupted).exit_status == status


def test_exit_statuses_are_those_that_are_published() -> None:
    published = (exits.FINE, exits.NON_CONFORMANT, exits.USAGE, exits.UNREACHABLE, exits.INCOMPLETE, exits.SUITE_FAULT)
    assert (*published, exits.INTERRUPTED) == (0, 1, 2, 3, 4, 5, 130)
