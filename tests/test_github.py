"""What GitHub Actions is told: bounded, and nothing that a server wrote is obeyed."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import whole_runs
from click.testing import CliRunner
from hostile import HOSTILE, skeleton
from recorded_runs import plain, recorded, run_of

from conformance import cli
from conformance.commands.unobeyed import Unobeyed, unobeyed
from conformance.report import github
from conformance.report.results import build

Results = Mapping[str, Any]

COMMANDS = [
    "\n::set-output name=x::pwned",
    "\r\n::add-mask::a",
    "\r::error::pwned",
    "::stop-commands::pwned",
    "::error title=pwned,file=x::pwned",
    "##[command]pwned",
    "\n##[error]pwned",
    "%0A::error::pwned",
    "a\u2028::warning::b\u2029::warning::c",
    "\x0b::warning::a\x0c::warning::b\x85::warning::c",
    "title=a,file=b:c::d",
    "100%",
]


def said_by_a_server(folder: Path, said: str) -> Results:
    events = recorded(folder, {"key " + said: [said]}, said)
    found: Results = plain(build(run_of(events, server={"name": said, "version": said}, notes=[said])))
    return found


def in_report(folder: Path, results: Results) -> Path:
    """A folder that holds these results."""
    folder.mkdir(exist_ok=True)
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return folder


# -- annotations ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [*COMMANDS, *HOSTILE], ids=ascii)
def test_a_server_cannot_make_the_runner_obey_it(tmp_path: Path, said: str) -> None:
    lines = github.workflow_commands(said_by_a_server(tmp_path, said))
    for line in lines:
        assert line.splitlines() == [line]
        command = re.fullmatch(r"::error title=([^:,\r\n]*)::(.*)", line)
        assert command is not None
        assert not [part for part in command.groups() if re.search(r"%(?!25|0A|0D|3A|2C)", part)]
    assert [line.partition(" (")[0] for line in lines] == ["::error title=ONE-01", "::error title=NICE-01"]


def test_what_is_escaped_is_read_back_by_the_runner_as_it_was() -> None:
    line = github._command("error", "a: 5%, b", "50% of\n::error::x")
    assert line == "::error title=a%3A 5%25%2C b::50%25 of%0A::error::x"


def test_causes_come_first_with_the_remedy() -> None:
    results = whole_runs.broken("MSG-DUP-01", silent={"health.public": "the machine stood still"})
    first, second = github.workflow_commands(results)
    assert first.startswith("::error title=MSG-DUP-01 (P1)::expected status 201, got status 500")
    (remedy,) = [row["remedy"] for row in results["requirements"] if row["id"] == "MSG-DUP-01"]
    assert first.endswith(f"%0A{remedy}")
    assert second == "::warning title=1 inconclusive::the machine stood still: health.public"


def test_there_are_at_most_ten_and_what_is_left_out_is_counted() -> None:
    wanted = [row["id"] for row in whole_runs.green()["requirements"] if row["severity"] == "P2"][:40]
    results = whole_runs.broken(*wanted)
    lines = github.workflow_commands(results)
    assert len(results["causes"]) > github.ANNOTATIONS == len(lines)
    left = len(results["causes"]) - github.ANNOTATIONS + 1
    assert lines[-1] == f"::notice title=chat-conformance::{left} more findings stand in report.md."


def test_a_long_story_of_a_server_is_cut() -> None:
    results = whole_runs.broken("MSG-DUP-01")
    results["causes"][0]["summary"] = "x" * 100_000
    (line,) = github.workflow_commands(results)
    assert len(line) < 2 * github.LONGEST_ANNOTATION


def test_a_dead_port_is_one_error_and_advice_is_a_notice() -> None:
    (line,) = github.workflow_commands(whole_runs.dead())
    assert line.startswith("::error title=NET-HTTP-01 (P0%2C environment)::")
    advice = next(row["id"] for row in whole_runs.green()["requirements"]
                  if row["level"] == "SHOULD" and not row["id"].startswith("SLO"))  # fmt: skip
    assert github.workflow_commands(whole_runs.broken(advice))[0].startswith(f"::notice title={advice}")
    assert github.workflow_commands(whole_runs.green()) == []


# -- summary ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [*COMMANDS, *HOSTILE], ids=ascii)
def test_summary_keeps_its_structure_whatever_the_server_said(tmp_path: Path, said: str) -> None:
    harmless = github.summary(said_by_a_server(tmp_path, "harmless"))
    assert skeleton(github.summary(said_by_a_server(tmp_path, said))) == skeleton(harmless)


def test_summary_says_verdict_counts_and_causes_and_what_is_left_out() -> None:
    text = github.summary(whole_runs.broken("MSG-DUP-01"))
    assert text.startswith("## not conformant to full 1.0: 1 cause\n")
    assert "Checks: 626 expected, 589 passed, 2 failed, 35 blocked\n" in text
    assert "| MSG-DUP-01 | P1 | expected status 201, got status 500 for MSG-DUP-01 | The lookup" in text
    assert "See MSG-DUP-01 fail once more: `chat-conformance run full --url http://127.0.0.1:1 --check " in text
    wanted = [row["id"] for row in whole_runs.green()["requirements"] if row["severity"] == "P2"][:40]
    many = whole_runs.broken(*wanted)
    assert f"{len(many['causes']) - github.CAUSES_SHOWN} more causes stand in report.md." in github.summary(many)


def test_summary_is_small_however_much_a_server_says() -> None:
    wanted = [row["id"] for row in whole_runs.green()["requirements"] if row["severity"] == "P2"][:40]
    results = whole_runs.broken(*wanted)
    for cause in results["causes"]:
        cause["summary"] = "|" * 100_000
    results["verdict"]["sentence"] = "`" * 100_000
    assert len(github.summary(results).encode()) < 64 * 1024


# -- the files and the variables --------------------------------------------------------------------------------------


def test_nothing_is_told_where_there_is_no_github(tmp_path: Path) -> None:
    assert github.told(tmp_path / "no report", {}) == []
    assert github.told(tmp_path / "no report", {"GITHUB_ACTIONS": "false"}) == []


def test_summary_is_added_to_what_the_step_has_said_before(tmp_path: Path) -> None:
    report, summary = in_report(tmp_path / "report", whole_runs.broken("MSG-DUP-01")), tmp_path / "summary"
    summary.write_text("before\n", encoding="utf-8")
    assert github.told(report, {"GITHUB_STEP_SUMMARY": str(summary)}) == []
    assert summary.read_text(encoding="utf-8").startswith("before\n## not conformant")


@pytest.mark.parametrize("held", [github.SUMMARY_LIMIT, github.SUMMARY_LIMIT - 10])
def test_summary_that_has_no_room_is_left_out_and_said_to_be(tmp_path: Path, held: int) -> None:
    report, summary = in_report(tmp_path / "report", whole_runs.green()), tmp_path / "summary"
    summary.write_bytes(b"x" * held)
    lines = github.told(report, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)})
    assert summary.stat().st_size == held
    assert lines[-1].startswith(f"::notice title=chat-conformance::the step's summary holds {held} bytes")


def test_summary_that_cannot_be_written_fails_nothing_and_is_said(tmp_path: Path) -> None:
    report = in_report(tmp_path / "report", whole_runs.green())
    where = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "nowhere" / "summary")}
    (line,) = github.told(report, where)
    assert line.startswith("::notice title=chat-conformance::the step's summary could not be written: ")


def test_while_a_run_goes_on_the_runner_obeys_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with github.nothing_obeyed({"GITHUB_ACTIONS": "true"}):
        print("::error::said by a server")
    stop, inside, resume = capsys.readouterr().out.splitlines()
    token = stop.removeprefix("::stop-commands::")
    assert (len(token), resume, inside) == (32, f"::{token}::", "::error::said by a server")
    with pytest.raises(KeyboardInterrupt), github.nothing_obeyed({"GITHUB_ACTIONS": "true"}):
        raise KeyboardInterrupt
    assert len(capsys.readouterr().out.splitlines()) == 2
    with github.nothing_obeyed({}):
        pass
    assert capsys.readouterr().out == ""


def test_run_tells_github_when_its_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(options: Any, _console: Any) -> int:
        in_report(options.report_dir, whole_runs.dead())
        return 3

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    monkeypatch.setattr("conformance.controller.run.run", judged)
    told = CliRunner().invoke(cli.cli, ["run", "--report-dir", str(tmp_path / "report")], standalone_mode=False)
    assert told.return_value == 3
    stop, resume, error = told.output.splitlines()
    assert (stop[:17], resume[:2], error[:27]) == ("::stop-commands::", "::", "::error title=NET-HTTP-01 (")
    assert (tmp_path / "summary").read_text(encoding="utf-8").startswith("## incomplete for full 1.0")


# -- every other command ----------------------------------------------------------------------------------------------

OBEYED = re.compile(r"##\[|(?:\A|[\n\r])\s*::")
"""What the runner looks for: as its first version had it anywhere, as its second has it at the beginning of a line."""


@pytest.mark.parametrize("said", COMMANDS, ids=ascii)
def test_what_is_printed_commands_nobody_and_a_program_reads_it_as_it_was(said: str) -> None:
    assert not OBEYED.search(unobeyed(said))
    for written in (json.dumps({said: said}, ensure_ascii=False), json.dumps({said: said}, indent=1)):
        assert not OBEYED.search(unobeyed(written))
        assert json.loads(unobeyed(written)) == {said: said}
    assert ast.literal_eval(unobeyed(repr([said]))) == [said]
    assert unobeyed("a: b::c # [d] ##e\n") == "a: b::c # [d] ##e\n"


@pytest.mark.parametrize("command", ["compare", "verify", "run", "no-such ##[error]x"])
def test_nothing_that_a_command_prints_is_obeyed_on_github(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    def carried_out(**_: Any) -> int:
        print("::error::said by a server", file=sys.stderr)
        click.echo("said\n  ::add-mask::by a server ##[group]x")
        return 0

    monkeypatch.setattr(sys, "argv", ["chat-conformance", command, "x"])
    monkeypatch.setattr(cli, "cli", carried_out)
    for on_github in ("true", "false"):
        monkeypatch.setenv("GITHUB_ACTIONS", on_github)
        with pytest.raises(SystemExit):
            cli.main()
        out, err = capsys.readouterr()
        assert bool(OBEYED.search(err)) is (on_github == "false")
        assert bool(OBEYED.search(out)) is (on_github == "false" or command == "run")
    assert not isinstance(sys.stdout, Unobeyed)
