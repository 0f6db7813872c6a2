"""results.json is what its schema says, and shows of a failure all that is needed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import whole_runs
from helpers import answer, event, received
from recorded_runs import ASKED, plain, recorded, run_of
from report_files import RESULTS, STREAM, complaints, found, kinds

from conformance.report import evidence
from conformance.report.results import build
from conformance.target import profile as profiles
from conformance.verdict.model import OUTCOMES

# -- results.json -----------------------------------------------------------------------------------------------------


def test_results_are_what_their_schema_says(results: dict[str, Any]) -> None:
    assert complaints(RESULTS, results) == []
    assert {one["outcome"] for one in results["checks"]} == {"passed", "failed", "error", "not_applicable", "blocked"}


def test_results_of_a_run_that_saw_nothing_are_what_their_schema_says(tmp_path: Path) -> None:
    found = plain(build(run_of([], server={"name": 5})))
    assert complaints(RESULTS, found) == []
    assert found["target"] == {
        "url": "http://127.0.0.1:1",
        "launched": False,
        "server": {"name": None, "version": None},
    }
    assert found["counts"]["error"] == 6


def test_results_in_which_a_condition_never_arose_are_what_their_schema_says(tmp_path: Path) -> None:
    events = [
        dataclasses.replace(one, data={**one.data, "outcome": "never_provoked"})
        if one.kind == "check_ended" and one.check == "one.rest"
        else one
        for one in recorded(tmp_path)
    ]
    found = plain(build(run_of(events)))
    assert complaints(RESULTS, found) == []
    assert "never_provoked" in {one["raw"] for one in found["checks"]}


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes members by name."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("schema", [RESULTS, STREAM], ids=["results", "stream"])
def test_schemas_are_valid_and_allow_nothing_that_they_do_not_name(schema: dict[str, Any]) -> None:
    assert jsonschema_rs.meta.is_valid(schema)
    open_ended = [found for found in objects(schema) if found.get("additionalProperties") is not False]
    assert {frozenset(found["properties"]) for found in open_ended} <= {
        frozenset({"event", "kind"}),  # an event shown in a report: its other members depend on its kind
        frozenset({"id", "at", "kind", "check"}),  # the head of an event: each kind closes it
    }
    assert all("unevaluatedProperties" in kind for name, kind in STREAM["$defs"].items() if name in kinds())


def spoiled(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every object in a value."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from spoiled(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value[:2]):
            yield from spoiled(item, (*path, index))


FREE = {
    "without", "phases_s", "packages", "headers", "body", "sent", "transcript", "observed", "arguments", "people",
    "answers",
}  # fmt: skip


def test_results_with_a_member_too_many_or_too_few_are_refused(results: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(RESULTS)
    for path in spoiled(results):
        if FREE & set(path) or path[-2:] == ("service_levels", "requirements"):
            continue
        place = results
        for step in path:
            place = place[step]
        for key, value in list(place.items()):
            del place[key]
            assert not validator.is_valid(results), f"{path} without {key}"
            place[key] = value
        place["more"] = 1
        assert not validator.is_valid(results), f"{path} with one member more"
        del place["more"]
    assert validator.is_valid(results)


def test_results_count_every_check_and_name_every_cause(results: dict[str, Any]) -> None:
    counts = results["counts"]
    assert counts["expected"] == len(results["checks"]) == sum(counts[name] for name in OUTCOMES)
    assert [cause["requirement"] for cause in results["causes"]] == ["ONE-01", "NICE-01"]
    assert results["drafts"] == 1


def test_results_carry_what_the_profile_says_hangs_on_what() -> None:
    stake = profiles.Stake(revenue="EUR 40 000 a month")
    impact = dataclasses.asdict(profiles.Impact(groups={"basic-messaging": stake}))
    results = whole_runs.broken(impact=impact)
    assert results["profile"]["impact"]["groups"] == {"basic-messaging": {"revenue": stake.revenue, "customers": None}}
    assert complaints(RESULTS, results) == []
    began = event("run_began", **{**ASKED, "profile": {**ASKED["profile"], "impact": impact}})
    assert complaints(STREAM, json.loads(began.line())) == []


# -- what a failure shows ---------------------------------------------------------------------------------------------


def test_failure_shows_clause_sent_observed_why_and_how_to_see_it_again(results: dict[str, Any]) -> None:
    failure = found(results, "one.ws")["failure"]
    assert (failure["clause"], failure["statement"]) == ("ONE-01", "ONE-01 MUST hold.")
    assert (failure["sent"]["kind"], failure["sent"]["path"]) == ("request", "/chat/x")
    assert [one["status"] for one in failure["observed"]] == [500]
    assert failure["why"] == 'expected status 200, got status 500 with "hello"'
    assert [one["kind"] for one in failure["transcript"]] == ["request", "answer"]
    assert failure["transcript"][0]["ms"] >= 0
    assert failure["reproduce"] == "chat-conformance run full --url http://127.0.0.1:1 --check 'one.ws' --seed 7"
    assert failure["expected"] == {
        "matcher": "basic.status_is",
        "rule": "An HTTP answer, or a handshake's, has one of the expected statuses.",
        "arguments": {"expected": [200]},
    }
    assert [one["stream"] for one in failure["recorded"]] == ["run"]


def test_failure_is_shown_only_of_what_did_not_pass(results: dict[str, Any]) -> None:
    assert {one["id"] for one in results["checks"] if one["failure"]} == {"one.ws", "nice"}
    assert "ZeroDivisionError" in found(results, "nice")["failure"]["traceback"]
    assert [one["holds"] for one in found(results, "one.rest")["observed"]] == [True]


def test_failure_shows_the_servers_own_log_of_that_check_only(tmp_path: Path) -> None:
    log = [event("server_log", name, lines=[name], left_out=0) for name in ("one.ws", "one.rest")]
    results = build(run_of([*recorded(tmp_path), *log]))
    assert found(results, "one.ws")["failure"]["server_log"] == ["one.ws"]
    assert found(results, "nice")["failure"]["server_log"] == []


def test_evidence_is_bounded_and_says_what_it_leaves_out() -> None:
    long = evidence._plain(answer(200, {"text": "x" * 501, "list": list(range(31)), "short": "x" * 500}))["body"]
    assert long["text"] == "x" * 500 + "… (501 characters)"
    assert long["list"] == [*range(30), "… and 1 more"]
    assert long["short"] == "x" * 500
    wide = evidence._plain(answer(200, {f"{n:03}": n for n in range(105)} | {"y" * 501: 1}))["body"]
    assert (len(wide), wide["…"]) == (101, "6 more")
    assert evidence._bounded({"y" * 501: 1}) == {"y" * 500 + "… (501 characters)": 1}


def test_transcript_is_cut_around_the_divergence_and_says_by_how_much() -> None:
    events = [received({"n": n}, at=n * 1_000_000) for n in range(200)] + [event("check_ended", outcome="failed")]
    shown, omitted = evidence.transcript(events, 100)
    assert len(shown) == evidence.FRAMES_SHOWN
    assert len(shown) + omitted == 200
    assert [one["frame"]["n"] for one in shown] == list(range(56, 116))
    assert shown[0]["ms"] == 56.0
    assert evidence.transcript([], -1) == ([], 0)


@pytest.mark.parametrize("nonce", ["probe-1a2b-3c", "later-1a2b-3c"])
def test_sent_is_never_the_suites_own_question(nonce: str) -> None:
    asked, came = event("sent", frame={"type": "message"}), answer(500)
    probe = event("sent", frame={"type": "ping", "nonce": nonce})
    assert evidence._last_sent([asked, probe, came]) == {
        "event": asked.id,
        "kind": "sent",
        "frame": {"type": "message"},
    }
    assert evidence._last_sent([came]) is None
