"""The normal form: two runs of one server have it in common, and a server that behaves otherwise shows in it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from helpers import event
from recorded_runs import plain, recorded, run_of

import conformance
from conformance.recorder.events import Event
from conformance.report import html, markdown
from conformance.report.normal import normal
from conformance.report.results import build

SCHEMA = json.loads((Path(conformance.__file__).parent / "report/results.schema.json").read_text(encoding="utf-8"))


def results(tmp_path: Path, said: str = "hello", shift: int = 0, names: str = "0123456789ab") -> dict[str, Any]:
    """A run of a server that says this to somebody of this name, on a machine with this much more to do."""
    (tmp_path / str(shift)).mkdir()
    body = {"id": f"c_{names}{names}", "text": said, "at": f"2026-11-{10 + shift:02d}T10:00:00.125Z"}
    events = [renamed(one, names, shift) for one in recorded(tmp_path / str(shift), body)]
    run = run_of(events, duration_s=1.5 + shift)
    found: dict[str, Any] = plain(build(run))
    again: dict[str, Any] = json.loads(json.dumps(found).replace("1a2b3c4d", names[:8]))
    return again


def renamed(one: Event, names: str, shift: int) -> Event:
    """The same event in a run where people have other names, and which takes longer."""
    text = json.dumps(dict(one.data)).replace("/chat/x", f"/chat/bob-1a2b3c4d-{names}")
    return dataclasses.replace(one, at=one.at * (1 + shift), data=json.loads(text))


def test_two_runs_of_one_server_have_one_normal_form(tmp_path: Path) -> None:
    one, other = results(tmp_path), results(tmp_path, shift=3, names="ba9876543210")
    assert one != other
    assert json.dumps(normal(one)) == json.dumps(normal(other))


@pytest.mark.parametrize("said", ["hallo", "hello ", "hello\n"])
def test_a_server_that_says_something_else_has_another(tmp_path: Path, said: str) -> None:
    assert normal(results(tmp_path)) != normal(results(tmp_path, said, shift=1))


def test_the_normal_form_is_what_the_schema_says_and_its_own(tmp_path: Path) -> None:
    found = normal(results(tmp_path))
    assert [error.message for error in jsonschema_rs.Draft202012Validator(SCHEMA).iter_errors(found)] == []
    assert normal(found) == found


@pytest.mark.parametrize("moment", ["429", "503", "error QUEUE_FULL", "error RATE_LIMITED", "error UNAVAILABLE"])
def test_whether_anybody_was_too_fast_for_the_server_is_left_out(tmp_path: Path, moment: str) -> None:
    found = results(tmp_path)
    [one, *_] = found["operations"]
    calm = normal(found)
    one["answers"] = {**one["answers"], moment: 3}
    assert normal(found) == calm
    one["answers"] = {**one["answers"], "error READ_ONLY": 1}
    assert normal(found) != calm


def test_names_are_numbered_by_appearance_and_nothing_random_is_left(tmp_path: Path) -> None:
    found = normal(results(tmp_path))
    failure = next(check for check in found["checks"] if check["id"] == "one.ws")["failure"]
    assert failure["sent"]["path"] == "/chat/bob-1"
    assert failure["observed"][0]["body"] == {"id": "conversation-1", "text": "hello", "at": "<time>"}
    assert [one["ms"] for one in failure["transcript"]] == [0, 1]
    assert not re.search(r"0123456789ab|2026-11|1a2b3c4d", json.dumps(found["checks"]))


def test_what_comes_between_two_acts_is_in_the_order_of_its_connections(tmp_path: Path) -> None:
    def frames(*order: str) -> list[Event]:
        came = [
            event("received", "one.ws", who=who, connection=f"{who}/1", frame={"type": "pong"}, name=f"x:{n}", at=n + 1)
            for n, who in enumerate(order)
        ]
        return [*came, *(dataclasses.replace(one, at=one.at + 100) for one in recorded(tmp_path))]

    found = [normal(plain(build(run_of(frames(*order))))) for order in (("bob", "alice"), ("alice", "bob"))]
    assert json.dumps(found[0]) == json.dumps(found[1])


@pytest.mark.parametrize("kind", ["typing", [], {}])
def test_what_came_beside_is_left_out_wherever_it_came(tmp_path: Path, kind: object) -> None:
    beside = event("received", "one.ws", who="bob", connection="bob/1", frame={"type": kind}, name="x:1", at=1)
    without, with_it = recorded(tmp_path), [beside]
    found = [normal(plain(build(run_of(events)))) for events in (without, [*with_it, *without])]
    assert json.dumps(found[0]) == json.dumps(found[1])


def test_what_is_blocked_repeats_its_cause_and_is_not_told(tmp_path: Path) -> None:
    found = normal(results(tmp_path))
    assert {check["id"] for check in found["checks"] if check["failure"]} == {"one.ws", "nice"}


def test_a_rule_over_whole_histories_is_told_by_its_finding_alone(tmp_path: Path) -> None:
    """Which events are shown around its first divergence is the server's; a rule of the same family that looks at one
    event keeps its story."""
    found = results(tmp_path)
    check = next(check for check in found["checks"] if check["id"] == "one.ws")
    expected = dict(check["failure"]["expected"])
    for matcher, is_told in (("delivery.rises_by_one", False), ("messages.is_message_event", True)):
        check["failure"]["expected"] = {**expected, "matcher": matcher}
        shown = next(one for one in normal(found)["checks"] if one["id"] == "one.ws")["failure"]["transcript"]
        assert bool(shown) is is_told


def test_what_broke_in_a_story_that_is_blocked_stays(tmp_path: Path) -> None:
    """A cause that was met in passing is told by these checks."""
    found = results(tmp_path)
    check = next(check for check in found["checks"] if check["id"] == "one.ws")
    check["outcome"] = "blocked"
    kept = next(one for one in normal(found)["checks"] if one["id"] == "one.ws")["observed"]
    assert kept
    assert not any(one["holds"] for one in kept)


def test_an_address_stays_one(tmp_path: Path) -> None:
    found = results(tmp_path)
    said = "no HTTP answer: 127.0.0.1:9 and [::1]:80 gave 12"
    found["causes"] = [{**cause, "summary": said} for cause in found["causes"]]
    told = {cause["summary"] for cause in normal(found)["causes"]}
    assert told == {"no HTTP answer: 127.0.0.1:<port> and [::1]:<port> gave <number>"}


@pytest.mark.parametrize("render", [markdown.render, markdown.analysis, html.render])
def test_a_document_of_a_normal_form_says_so_and_no_time_that_never_was(tmp_path: Path, render: Any) -> None:
    found = results(tmp_path)
    text = render(normal(found))
    assert "normal" in text
    assert not re.search(r"1970|took 0\.0 s|None CPUs|unknown number of", text)
    assert "when, where and how fast" not in render(found)
