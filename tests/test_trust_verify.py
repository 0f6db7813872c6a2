"""A report adds up or not: seen both ways."""

from __future__ import annotations

import dataclasses
import itertools
import json
from pathlib import Path

import pytest
from helpers import check, event, manifest
from recorded_runs import CHECKS, CONTRACT, plain, recorded, run_of
from trusting import changed, objections, run_of_events, whole

import conformance
from conformance.recorder.events import Event
from conformance.recorder.secrets import Secrets
from conformance.report.results import build
from conformance.report.write import write_report
from conformance.trust import bonds
from conformance.trust.verification import differences


def test_an_honest_report_adds_up(tmp_path: Path) -> None:
    assert objections(*whole(tmp_path)) == []


def test_a_report_of_a_server_that_nests_deeply_adds_up(tmp_path: Path) -> None:
    run = run_of(recorded(tmp_path, said=json.loads("[" * 300 + "]" * 300)))
    results = plain(write_report(tmp_path, run, Secrets()))
    assert list(differences(results, plain(build(run)))) == []


def test_a_verdict_that_was_written_by_hand_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    results["verdict"]["word"] = "conformant"
    (found,) = objections(results, events)
    assert found == 'results.json: verdict/word is "conformant", and "non-conformant" follows from the record'


def test_a_finding_that_was_left_out_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    del results["causes"][0]
    assert any("causes" in one for one in objections(results, events))


def test_an_answer_that_was_changed_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "answer", "one.ws", status=200))
    assert any("basic.status_is finds None in these events" in one for one in found)


def test_an_evaluation_that_was_turned_round_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.ws", holds=True))
    assert any("it says that it holds, and its reason is" in one for one in found)
    found = objections(results, changed(events, "evaluation", "one.ws", holds=True, reason=None))
    assert any("and None is recorded" in one for one in found)


def test_an_end_that_no_evaluation_stands_for_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    ended = changed(events, "check_ended", "one.rest", outcome="failed", clause="ONE-01", reason="because")
    found = objections(results, ended)
    assert "one.rest ended with ONE-01 broken (because), which no evaluation of it found" in found


@pytest.mark.parametrize("said", [[], ["TWO-01"]])
def test_a_check_that_began_for_something_else_does_not(tmp_path: Path, said: list[str]) -> None:
    results, events = whole(tmp_path)
    (named, *_) = objections(results, changed(events, "check_started", "one.rest", requirements=said))
    assert f"one.rest began for {', '.join(said) or 'nothing'}, and the manifest has it judge ONE-01" in named


def test_a_check_that_this_suite_does_not_hold_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, [*events, event("check_started", "one.more", name="z:1", requirements=["ONE-01"])])
    assert "z:1: one.more is no check of this suite" in found


def test_a_record_in_which_the_server_said_nothing_is_no_pass(tmp_path: Path) -> None:
    """Every check is said to judge nothing, and to have passed: what then follows adds up and is no pass."""
    silent = [
        event(kind, name, name=f"s:{number}", at=number, **data)
        for number, (name, kind, data) in enumerate(
            ((name, kind, data)
             for name in CHECKS
             for kind, data in (("check_started", {"requirements": []}), ("check_ended", {"outcome": "passed"}))),
            start=1,
        )
    ]  # fmt: skip
    run = run_of(silent)
    assert run.verdict.word == "incomplete"
    assert {one.outcome for one in run.verdict.checks} <= {"error", "blocked", "not_applicable"}
    assert len([one for one in objections(plain(build(run)), list(run.recording.events)) if "for nothing" in one]) == 7


def test_a_line_that_is_missing_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    gone = next(one for one in events if one.kind == "answer" and one.check == "one.ws")
    found = objections(results, [one for one in events if one is not gone])
    assert any(f"{gone.id} is expected" in one for one in found)
    assert any(f"the event {gone.id}, which it read, is not in the record" in one for one in found)


def test_a_clock_that_runs_back_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    late = [dataclasses.replace(one, at=0) if one is events[-2] else one for one in events]
    assert any("was recorded before" in one for one in objections(results, late))


@pytest.mark.parametrize("missing", ["run_began", "run_ended"])
def test_a_record_without_the_controllers_own_is_named(tmp_path: Path, missing: str) -> None:
    results, events = whole(tmp_path)
    assert any("are expected" in one for one in objections(results, [one for one in events if one.kind != missing]))


def test_an_evaluation_by_an_unknown_matcher_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.rest", matcher="basic.status_was"))
    assert any("this suite has no matcher basic.status_was" in one for one in found)


@pytest.mark.parametrize("end", [{"outcome": one, "reason": "why"} for one in
                                 ("passed", "inconclusive", "never_provoked", "not_run", "error")])  # fmt: skip
def test_an_end_that_passes_over_what_was_found_broken_does_not(tmp_path: Path, end: dict[str, str]) -> None:
    _, events = whole(tmp_path)
    forged = [dataclasses.replace(one, data=end) if (one.kind, one.check) == ("check_ended", "one.ws") else one
              for one in events]  # fmt: skip
    found = objections(plain(build(run_of_events(forged))), forged)
    assert any(f"one.ws ended {end['outcome']}, and " in one and "found ONE-01 broken" in one for one in found)


@pytest.mark.parametrize(
    "end", [{"outcome": "inconclusive"}, {"outcome": "error", "traceback": "conformance.recorder.ClauseBroken: no"}]
)
def test_a_generated_example_may_break_a_clause_that_the_smallest_does_not(tmp_path: Path, end: dict[str, str]) -> None:
    """The check goes on to another example, and ends with what came of that."""
    _, events = whole(tmp_path)
    told: list[Event] = []
    for one in events:
        mine = one.check == "one.ws"
        told.append(dataclasses.replace(one, data=end) if mine and one.kind == "check_ended" else one)
        if mine and one.kind == "evaluation":
            more = {"arguments": {"expected": [500]}, "reason": None, "holds": True}
            told.append(dataclasses.replace(one, data={**one.data, **more}))
    numbers = itertools.count(1)
    told = [dataclasses.replace(one, id=f"run:{next(numbers)}") if one.id.startswith("run:") else one for one in told]
    found = objections(plain(build(run_of_events(told))), told)
    assert not any("one.ws ended" in one for one in found)


def test_an_end_that_calls_its_own_clause_anothers_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "check_ended", "one.ws", outcome="precondition"))
    assert "one.ws ended precondition with ONE-01 broken, which is a clause of its own" in found


def test_an_evaluation_of_what_another_check_heard_is_named(tmp_path: Path) -> None:
    """All the lines that say what was sent and what came are as they were."""
    _, events = whole(tmp_path)
    kept = next(one for one in events if (one.kind, one.check) == ("evaluation", "one.rest"))
    forged = [dataclasses.replace(one, data=kept.data) if (one.kind, one.check) == ("evaluation", "one.ws") else one
              for one in events]  # fmt: skip
    forged = changed(forged, "check_ended", "one.ws", outcome="passed", clause="ONE-01", reason="")
    found = objections(plain(build(run_of_events(forged))), forged)
    assert [one.partition(": ")[2] for one in found] == [f"it read {kept.data['events'][0]}, which belongs to one.rest"]


@pytest.mark.parametrize(("phase", "owner", "named"), [
    ("parallel", "b", True), ("afterwards", "b", False), ("performance", "b", False), ("performance", "c", True),
    ("parallel", None, True), ("performance", None, True), ("parallel", "a", False),
])  # fmt: skip
def test_events_are_shared_under_load_and_after_the_run(phase: str, owner: str | None, named: bool) -> None:
    checks = manifest(check("a", "ONE-01", phase=phase), check("b", "ONE-01", phase=phase), check("c", "ONE-01"))
    made = event("evaluation", "a", name="s:9", clause="ONE-01", events=[["s:1"]])
    assert (bonds.broken(made, {"s:1": owner}, CONTRACT, checks) is not None) is named


def test_only_checks_under_load_share_what_they_heard() -> None:
    """What :mod:`conformance.trust.bonds` relies on: nobody else calls ``Stage.once``."""
    suite = Path(conformance.__file__).parent
    callers = {path.relative_to(suite).as_posix() for path in suite.rglob("*.py") if ".once(" in path.read_text()}
    assert callers == {"load/crowd.py", "suite/performance/test_latency.py"}


def test_an_evaluation_of_a_clause_that_is_none_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.ws", clause="OLD-01"))
    assert any("it judges OLD-01, which is no requirement of the contract" in one for one in found)


def test_a_consistent_forgery_adds_up(tmp_path: Path) -> None:
    """What only a signature excludes; it is said wherever nothing else is said."""
    _, events = whole(tmp_path)
    forged = changed(changed(events, "answer", "one.ws", status=200), "evaluation", "one.ws", holds=True, reason=None)
    forged = changed(forged, "check_ended", "one.ws", outcome="passed")
    assert objections(plain(build(run_of_events(forged))), forged) == []


def test_differences_are_told_by_place() -> None:
    said = {"a": [{"id": "X", "n": 1}, 2], "b": True, "only": 0}
    found = {"a": [{"id": "X", "n": 2}, 2], "b": 1, "more": 0}
    assert list(differences(said, found)) == [
        "results.json: a/X/n is 1, and 2 follows from the record",
        "results.json: b is true, and 1 follows from the record",
        "results.json: only is nothing that follows from the record",
        "results.json: more is missing",
    ]


def test_a_change_of_these_tests_changes_what_it_is_told_to() -> None:
    """The helper changes what it is told to change, and nothing else."""
    one, other = event("answer", "a", status=1), event("answer", "b", status=1)
    assert [found.data["status"] for found in changed([one, other], "answer", "a", status=2)] == [2, 1]
