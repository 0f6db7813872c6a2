"""Flaky checks: only those that differ within one build, and each with whose fault that is."""

from __future__ import annotations

import dataclasses

import pytest
from tracked_runs import MARK, run

from conformance.tracker.flaky import Flaky, flaky
from conformance.tracker.model import Outcome
from conformance.tracker.standing import STEADY


def found(*words: str, builds: str = "", workers: tuple[int, ...] = (), seeds: tuple[int, ...] = ()) -> Flaky | None:
    """What is flaky of a check that came to these outcomes, one a run."""
    runs = [
        run(
            number,
            {"?": None}.get(build, build),
            {"one": word},
            workers=(workers or (2,) * len(words))[number],
            seed=(seeds or tuple(range(len(words))))[number],
        )
        for number, (word, build) in enumerate(zip(words, builds or "1" * len(words), strict=True))
    ]
    listed = flaky(runs)
    assert len(listed) < 2
    return listed[0] if listed else None


def test_a_check_that_passed_and_failed_saw_a_server_that_does_not_always_do_the_same() -> None:
    one = found("passed", "failed", "passed")
    assert one is not None
    assert (one.origin, one.odd, one.runs) == ("server", 1, 3)
    assert one.why == f"a finding that comes and goes: {MARK}"
    assert one.mitigation == "see it again with --check 'one' --seed 1"


def test_a_seed_that_came_out_both_ways_does_not_decide_it() -> None:
    one = found("passed", "failed", seeds=(7, 7))
    assert one is not None
    assert one.mitigation.startswith("seed 7 came out both ways: ")


def test_a_check_that_could_not_tell_met_the_environment() -> None:
    one = found("passed", "inconclusive: the machine stalled", "passed", "passed")
    assert one is not None
    assert (one.origin, one.odd, one.runs, one.why) == ("environment", 1, 4, "the machine stalled")
    assert one.mitigation == "run it with nothing else on the machine: --check 'one' --seed 1"


def test_a_check_that_could_tell_with_fewer_workers_is_to_have_fewer() -> None:
    one = found("passed", "inconclusive: late", workers=(2, 8))
    assert one is not None
    assert one.mitigation == "-n 2 told, -n 8 did not: run with fewer workers"


@pytest.mark.parametrize("other", ["passed", "failed", "inconclusive: late"])
def test_an_error_of_the_suite_is_the_suites_bug_whatever_else_it_came_to(other: str) -> None:
    one = found(other, "error: ZeroDivisionError")
    assert one is not None
    assert (one.origin, one.why) == ("suite", "ZeroDivisionError")
    assert one.mitigation == "a bug of the suite: report it, with --check 'one' --seed 1"


@pytest.mark.parametrize("word", ["blocked", "not_run", "not_applicable", "unprovoked"])
def test_what_is_no_outcome_of_the_check_itself_makes_nothing_flaky(word: str) -> None:
    assert found("passed", word, "passed") is None


def test_a_server_that_could_not_be_reached_makes_nothing_flaky() -> None:
    unreached = dataclasses.replace(run(1), outcomes={"one": Outcome("error", "environment", "refused")})
    assert flaky([run(0), unreached]) == ()


@pytest.mark.parametrize("builds", ["12", "??"])
def test_what_differs_between_two_builds_or_unknown_ones_makes_nothing_flaky(builds: str) -> None:
    assert found("passed", "failed", builds=builds) is None


def test_a_check_that_came_out_the_same_for_long_enough_is_flaky_no_more() -> None:
    words = ("failed", *("passed",) * (STEADY - 1))
    assert found(*words) is not None
    assert found(*words, "passed") is None
