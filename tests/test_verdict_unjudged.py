"""The verdict on what was not judged: not applicable, without a result, not selected."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers import (
    check,
    clause,
    contract,
    ended,
    failed,
    manifest,
    one_check_each,
    outcomes,
    passed,
)
from judging import EVERYTHING, PAIR, SLOW, TODAY, causes, judge, requirement, result_of

from conformance.verdict import exits
from conformance.verdict.decide import decide
from conformance.verdict.model import OUTCOMES, Cause, Raw, Scope

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
    assert verdict.sentence == "not conformant to full 1.0: 1 cause; 1 of 2 checks were selected"


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


def test_selection_of_which_nothing_could_run_is_never_fine_because_the_rungs_were_kept() -> None:
    """The rungs run with every selection: they answer a question that nobody asked."""
    rung, other = check("the rung", "ONE-01", phase="rungs"), check("the other", "TWO-01", needs=("launch",))
    scope = Scope("full", "1.0", selected=frozenset({"the rung", "the other"}), without={"launch": "it runs already"})
    assert judge(PAIR, checks=manifest(rung, other), scope=scope).exit_status == exits.INCOMPLETE
    alone = replace(scope, selected=frozenset({"the rung"}))
    assert judge(PAIR, checks=manifest(rung, other), scope=alone).exit_status == exits.FINE
