"""The verdict: what is a cause, and what is blocked by it."""

from __future__ import annotations

import pytest
from helpers import (
    REACHED,
    check,
    clause,
    contract,
    ended,
    failed,
    manifest,
    stumbled,
)
from judging import LADDER, PAIR, causes, judge, requirement, result_of

from conformance.verdict import exits
from conformance.verdict.model import OUTCOMES, Cause, Scope

# -- passed, failed, blocked ------------------------------------------------------------------------------------------


def test_blocked_what_stands_on_a_broken_thing_is_no_cause() -> None:
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", "blocked"))
    assert causes(verdict) == ["AUTH-01"]
    assert verdict.causes[0].blocked == ("CREATE-01",)
    blocked = requirement(verdict, "CREATE-01")
    assert (blocked.outcome, blocked.blocked_by) == ("blocked", "AUTH-01")
    assert blocked.reason == "stands on AUTH-01, which is broken"


@pytest.mark.parametrize("outcome", ["failed", "inconclusive", "error", "missing"])
def test_blocked_whatever_did_not_pass_above_a_broken_thing(outcome: str) -> None:
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", outcome))
    assert requirement(verdict, "CREATE-01").blocked_by == "AUTH-01"
    assert result_of(verdict, "check of CREATE-01").outcome == "blocked"
    assert causes(verdict) == ["AUTH-01"]


def test_blocked_never_what_was_not_run_for_a_reason_of_its_own() -> None:
    """To mend the cause would not let it be judged."""
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", "not_run"))
    assert verdict.causes[0].blocked == ()
    for result in (requirement(verdict, "CREATE-01"), result_of(verdict, "check of CREATE-01")):
        assert (result.outcome, result.reason, result.blocked_by) == ("not_run", "for a reason", None)


def test_blocked_never_what_was_not_selected() -> None:
    scope = Scope("full", "1.0", selected=frozenset({"check of AUTH-01"}))
    verdict = judge(LADDER, failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", "missing"), scope=scope)
    assert verdict.causes[0].blocked == ()
    assert requirement(verdict, "CREATE-01").reason == "not selected on the command line"


def test_blocked_never_what_an_interrupted_run_did_not_come_to() -> None:
    raws = (failed("check of AUTH-01", "AUTH-01"), ended("check of CREATE-01", "missing"))
    verdict = judge(LADDER, *raws, interrupted=True)
    assert verdict.causes[0].blocked == ()
    assert requirement(verdict, "CREATE-01").reason == "the run was interrupted"


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
