"""The verdict's word and its exit status."""

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
)
from judging import PAIR, judge, requirement

from conformance.verdict import exits
from conformance.verdict.model import OUTCOMES, Cause, Raw, Scope

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
