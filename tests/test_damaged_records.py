"""Records come from anywhere: what no run records is one line that says where, never a fault of the suite."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import answer, event, one_line
from recorded_runs import plain, recorded, run_of

from conformance.cli import cli
from conformance.recorder import form
from conformance.recorder.events import Event
from conformance.report import read
from conformance.report.results import build
from conformance.usage import UsageError

Line = dict[str, Any]
KIND = {"check": "check_ended", "evaluation": "evaluation", "began": "run_began", "ended": "run_ended", "any": "answer"}


def report(folder: Path) -> list[Line]:
    """A report with its streams in a folder; returns the lines of the one that is damaged afterwards."""
    run = run_of(recorded(folder))
    (folder / "results.json").write_text(json.dumps(plain(build(run))))
    (folder / "streams").mkdir()
    lines = [json.loads(one.line()) for one in run.recording.events]
    return [{"request": "s:1", **line} if line["kind"] == "answer" else line for line in lines]


def written(folder: Path, lines: list[Line]) -> None:
    (folder / "streams/run.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in lines))


def without(*names: str) -> Callable[[Line], Line]:
    return lambda line: {key: value for key, value in line.items() if key not in names}


def but(**data: Any) -> Callable[[Line], Line]:
    return lambda line: {**line, **data}


def of_profile(change: Callable[[Line], Line]) -> Callable[[Line], Line]:
    return lambda line: {**line, "profile": change(line["profile"])}


DAMAGED: list[tuple[str, Callable[[Line], Line], str]] = [
    ("any", but(id="x"), "id: "),
    ("any", but(id=5), "id: "),
    ("any", but(id="x:" + "9" * 5000), "id: "),
    ("any", but(at="5"), "at: "),
    ("any", but(at=10**400), "at: "),
    ("any", but(check=5), "check: "),
    ("any", but(kind=["answer"]), "kind: "),
    ("any", without("status"), "status"),
    ("any", without("check"), "check"),
    ("evaluation", without("matcher"), "matcher"),
    ("evaluation", but(matcher=["a"]), "matcher: "),
    ("evaluation", but(events=5), "events: "),
    ("evaluation", but(events=[[["x"]]]), "events/0: "),
    ("evaluation", but(clause=[]), "clause: "),
    ("evaluation", but(arguments=None), "arguments: "),
    ("evaluation", but(holds=1), "holds: "),
    ("check", without("outcome"), "outcome"),
    ("check", but(outcome="splendid"), "outcome: "),
    ("check", but(outcome="blocked"), "outcome: "),
    ("check", but(duration_s="x"), "duration_s: "),
    ("check", but(duration_s=1e300), "duration_s: "),
    ("began", but(profile={}), "profile: "),
    ("began", but(began="x"), "began: "),
    ("began", but(began="2026-02-30T00:00:00Z"), "began: "),
    ("began", but(began="0000-01-01T00:00:00Z"), "began: "),
    *(("began", without(name), name) for name in ("run", "began", "suite", "profile", "url", "launched", "selected",
                                                   "workers", "seed", "intensity", "environment")),
    *(("began", of_profile(without(name)), name) for name in ("name", "source", "contract", "demands", "without",
                                                              "expected_failures", "enforce_service_levels")),
    ("began", of_profile(but(expected_failures=[{"requirement": "A", "reason": "b", "expires": "2026-02-30"}])),
     "profile/expected_failures/0/expires: "),
    *(("ended", without(name), name) for name in ("interrupted", "duration_s", "phases_s", "notes")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "damage", "wanted"), DAMAGED)
def test_a_line_that_no_run_records_is_refused_by_its_number(
    tmp_path: Path, kind: str, damage: Callable[[Line], Line], wanted: str
) -> None:
    lines = report(tmp_path)
    number = next(number for number, line in enumerate(lines) if line["kind"] == KIND[kind])
    lines[number] = damage(lines[number])
    written(tmp_path, lines)
    for command in ("verify", "rejudge"):
        done = CliRunner().invoke(cli, [command, str(tmp_path)])
        assert isinstance(done.exception, UsageError), (command, done.exception)
        one_line(str(done.exception), f"streams/run.ndjson:{number + 1}: ", wanted)


@pytest.mark.parametrize("text", ["[]", "5", "{", "[" * 100_000, '{"id": "s:1"}'])
def test_a_line_that_is_no_event_is_refused_by_its_number(tmp_path: Path, text: str) -> None:
    report(tmp_path)
    (tmp_path / "streams/run.ndjson").write_text(text + "\n")
    with pytest.raises(UsageError) as refused:
        read.events_at(tmp_path)
    one_line(str(refused.value), "streams/run.ndjson:1: ")


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_a_stream_that_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    written(tmp_path, report(tmp_path))
    path = tmp_path / "streams/x.ndjson"
    path.mkdir() if kind == "folder" else path.symlink_to(tmp_path / "nothing")
    with pytest.raises(UsageError, match=r"streams/x.ndjson: cannot be read"):
        read.events_at(tmp_path)


@pytest.mark.parametrize("one", [
    event("check_ended", "a", outcome="passed", also="what a later suite says"),
    event("thought", "a", of="a kind that a later suite records"),
    answer(200, {"\ud800": ["\ud800", 10**400, 1e300]}),
])  # fmt: skip
def test_what_another_suite_records_besides_and_what_a_server_may_send_is_read(one: Event) -> None:
    line = {"request": "s:1", **json.loads(one.line())}
    assert form.complaint(line) is None


@pytest.mark.parametrize("where", ["results", "checks", "phases"])
def test_results_of_a_run_that_lasted_for_ever_are_refused(tmp_path: Path, where: str) -> None:
    """Formats that say when a run ended cannot count so far."""
    report(tmp_path)
    results = json.loads((tmp_path / "results.json").read_text())
    places = {"results": (results, "duration_s"), "checks": (results["checks"][0], "duration_s"),
              "phases": (results["run"]["phases_s"], "rungs")}  # fmt: skip
    row, name = places[where]
    row[name] = 1e300
    (tmp_path / "results.json").write_text(json.dumps(results))
    with pytest.raises(UsageError, match="is greater than the maximum"):
        read.results_at(tmp_path)
