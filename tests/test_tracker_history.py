"""The history: bounded, in order, the same whoever adds a run twice, and refused where a line is damaged."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from helpers import PURE, one_line
from hypothesis import given
from hypothesis import strategies as st
from recorded_runs import plain, recorded, run_of
from tracked_runs import MARK, later, run

from conformance.report.results import build
from conformance.tracker import history
from conformance.tracker.model import Run
from conformance.tracker.sightings import run_of as line_of
from conformance.usage import UsageError

WORDS = ("passed", "unprovoked", "failed", "blocked", "not_applicable", "not_run", "inconclusive: why", "error: why")
CHECKS = ("one", "two[rest]", "three, \N{SNOWMAN}", 'four"')
OUTCOMES = st.fixed_dictionaries({}, optional={name: st.sampled_from(WORDS) for name in CHECKS})
RUNS = st.lists(st.tuples(OUTCOMES, st.sampled_from(["1", "2", None])), max_size=6).map(
    lambda told: [run(number, name, outcomes) for number, (outcomes, name) in enumerate(told)]
)


@PURE
@given(RUNS)
def test_a_history_is_read_as_it_was_written(runs: list[Run]) -> None:
    told = history.with_runs((), runs)
    assert history.read(history.written(told), "h") == told


@PURE
@given(RUNS, st.randoms(use_true_random=False))
def test_a_history_is_the_same_in_whatever_order_its_runs_are_added(runs: list[Run], chance: Random) -> None:
    shuffled = list(runs)
    chance.shuffle(shuffled)
    told: tuple[Run, ...] = ()
    for one in (*shuffled, *runs):
        told = history.with_runs(told, [one])
        told = history.read(history.written(told), "h")
    assert told == history.with_runs((), runs)


def test_a_history_forgets_its_oldest_runs_and_keeps_what_later_ones_know_of_them() -> None:
    runs = [run(number, str(number), {"one": "failed", "two": "passed"}) for number in range(history.MOST + 2)]
    told = history.with_runs((), runs[:-1])
    told = history.with_runs(history.read(history.written(told), "h"), runs[-1:])
    assert [one.id for one in told] == [one.id for one in runs[2:]]
    assert (told[-1].findings[MARK].seen, told[-1].findings[MARK].first) == (history.MOST + 2, runs[0].began)
    assert told[0].findings[MARK].status == "known"
    assert history.read(history.written(told), "h") == told


def test_a_line_names_only_what_did_not_come_to_what_most_did() -> None:
    outcomes = {f"check{number}": "passed" for number in range(600)} | {
        "odd": "failed",
        "unclear": "inconclusive: late",
    }
    first, second = history.written(history.with_runs((), [run(0, "1", outcomes), run(1, "1", outcomes)])).splitlines()
    assert len(second) < 1200
    line = json.loads(second)
    assert line["checks"] == "run0"
    assert line["outcomes"] == [
        {"outcome": "passed"},
        {"outcome": "failed", "checks": ["odd"]},
        {"outcome": "inconclusive", "reason": "late", "checks": ["unclear"]},
    ]
    assert json.loads(first)["checks"] == list(outcomes)


GOOD = history.written(history.with_runs((), [run(0), run(1)]))
FIRST, SECOND = GOOD.splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD + SECOND[:50], "h:3: is no line of a history (no JSON)"),
        (f"{FIRST}\n<<<<<<< ours\n{SECOND}\n", "h:2: is no line of a history (no JSON)"),
        (f"\n{FIRST}\n[]\n", "h:3: is no line of a history (: [] is not of type"),
        (GOOD.replace('"seed": 1', '"seed": "1"'), "h:2: is no line of a history (seed: "),
        (GOOD.replace('"findings": {}', '"findings": {"x": 1}'), "h:1: is no line of a history (findings/x: "),
        (GOOD + SECOND, "h:3: the run 'run1' stands here again"),
        (SECOND, "h:1: the run whose checks it shares is not in the file"),
        ("[" * 100_000, "h:1: is no line of a history (no JSON)"),
    ],
    ids=["cut", "merged", "no object", "a text for a number", "no finding", "twice", "checks of nobody", "deep"],
)
def test_a_history_that_is_damaged_is_refused_with_the_line(text: str, expected: str) -> None:
    with pytest.raises(UsageError) as refused:
        history.read(text, "h")
    one_line(str(refused.value), expected)


# -- what is remembered of results ------------------------------------------------------------------------------------


def test_what_is_remembered_of_results_is_what_failed_and_what_every_check_came_to(tmp_path: Path) -> None:
    results = plain(build(run_of(recorded(tmp_path))))
    line = line_of(results)
    assert (line.build.server, line.build.version, line.build.told) == ("a server", "1.2", True)
    assert line.causes == 1
    assert {check: one.word for check, one in line.outcomes.items()} == {
        check["id"]: check["outcome"] for check in results["checks"]
    }
    assert line.outcomes["nice"].origin == "suite"
    (sighting,) = line.findings.values()
    assert (sighting.clause, sighting.checks) == ("ONE-01", ("one.ws",))
    assert list(line.findings) == [results["causes"][0]["fingerprint"]]


def test_a_build_that_is_given_stands_for_the_servers_version(tmp_path: Path) -> None:
    results = plain(build(run_of(recorded(tmp_path), server={"name": "a server"})))
    assert not line_of(results).build.told
    assert line_of(results, "4f5e6d").build.version == "4f5e6d"


def test_a_condition_that_never_arose_is_no_pass(tmp_path: Path) -> None:
    results = later(plain(build(run_of(recorded(tmp_path)))), 1)
    check = next(one for one in results["checks"] if one["id"] == "one.rest")
    check["reason"] = "never provoked: nothing was lost"
    assert line_of(results).outcomes["one.rest"].word == "unprovoked"


def test_a_cause_that_only_others_ran_into_is_a_finding_of_their_checks(tmp_path: Path) -> None:
    results = plain(build(run_of(recorded(tmp_path))))
    cause = next(one for one in results["causes"] if one["requirement"] == "ONE-01")
    check = next(one for one in results["checks"] if one["id"] == "one.ws")
    check["outcome"], cause["failed"], cause["fingerprint"] = "blocked", [], MARK
    assert line_of(results).findings[MARK].checks == ("one.ws",)


def test_a_server_that_could_not_be_reached_is_no_finding(tmp_path: Path) -> None:
    results = plain(build(run_of(recorded(tmp_path))))
    for cause in results["causes"]:
        cause["origin"] = "environment"
    for check in results["checks"]:
        check["outcome"] = "blocked" if check["outcome"] == "failed" else check["outcome"]
    line = line_of(results)
    assert (line.causes, line.findings) == (0, {})
