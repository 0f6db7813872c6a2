"""The verdict on what makes no server non-conformant: advice, service levels, expected failures."""

from __future__ import annotations

import datetime

import pytest
from helpers import (
    clause,
    contract,
    ended,
    failed,
    one_check_each,
    outcomes,
)
from judging import EVERYTHING, PAIR, SLOW, TODAY, TOMORROW, YESTERDAY, causes, judge

from conformance.verdict import exits
from conformance.verdict.decide import decide
from conformance.verdict.expected import ExpectedFailures
from conformance.verdict.model import Scope

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
    assert verdict.notes == ("the profile enforces service levels: SLO-01 was missed",)


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
    assert (verdict.word, verdict.exit_status) == ("non-conformant", exits.FINE)
    assert causes(verdict) == ["ONE-01"]
    assert verdict.notes == (f"ONE-01 is expected to fail until {expires} (known as bug 7): it does not count for the "
                             "exit status",)  # fmt: skip


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
