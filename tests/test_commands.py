"""The command line: every command explains itself, and refuses in one line what it cannot use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

from conformance import cli
from conformance.cli import COMMANDS

MISTAKES = {
    "no such command": (["runn"], "runn: there is no such command; did you mean run?"),
    "no such option": (["run", "--sed", "1"], "chat-conformance run: No such option '--sed'. Did you mean '--seed'?"),
    "not a number": (["run", "--seed", "one"], "chat-conformance run: Invalid value for '--seed'"),
    "no profile": (["run", "nobody"], "nobody: no bundled profile has that name"),
    "no file": (["run", "nobody.toml"], "nobody.toml: there is no such file"),
    "no check": (["run", "--check", "health.answer"], "--check: health.answer is no check of this suite"),
    "no requirement": (["flaws", "-R", "DUR-SEEN-99"], "--requirement: DUR-SEEN-99 is no requirement"),
    "nobody to examine": (["doctor", "nobody"], "nobody: no bundled profile has that name"),
    "nowhere to examine": (["doctor", "full"], "target.url: nothing says where the server is"),
    "no kind": (["list", "flaws"], "chat-conformance list: Invalid value for"),
    "no group": (["list", "--group", "invite"], "--group: there is no invite; did you mean invites?"),
    "nothing to choose from": (
        ["list", "groups", "--level", "MUST"],
        "list groups: only requirements and checks can be",
    ),
    "nothing to show": (["show", "MSG-DUP-99"], "MSG-DUP-99: is no requirement, check, group or section; did you mean"),
    "no document": (["contract-diff", "nowhere.yaml"], "nowhere.yaml: there is no such file"),
    "no documents": (["contract-diff"], "chat-conformance contract-diff: Missing argument 'DOCUMENT...'."),
    "no capability": (
        ["contract-diff", "nowhere.yaml", "--without", "invite"],
        "--without: invite is no capability; did you mean invites?",
    ),
    "nothing to track": (["track"], "chat-conformance track: Missing argument 'RESULTS...'."),
    "no results": (["track", "nowhere"], "nowhere/results.json: there is no such file; name a report's folder or its"),
    "nothing to reproduce": (
        ["reproduce", "nowhere", "health.public"],
        "nowhere: there is no such file; name a report's",
    ),
    "nothing of the kind": (["reproduce", ".", "health.answer"], "CHECK: health.answer is no check of this suite"),
    "no record": (["reproduce", ".", "health.public"], "streams: there is no recorded stream"),
    "no folder": (["reproduce", ".", "health.public", "-o", "a/b.py"], "--out: there is no folder a; make it first"),
    "nothing to prove": (["prove"], "chat-conformance prove: Missing argument 'CHECK'."),
    "nothing to garden": (["garden"], "chat-conformance garden: Missing argument 'WHAT...'."),
    "no such results": (["garden", "junit.xml"], "junit.xml: there is no such file or folder"),
    "a folder without tests": (["garden", "."], ".: there is no Python file in this folder"),
    "nothing to collect": (["garden", "/dev/null", "--collect"], "--collect: none of what was given is a folder"),
    "nowhere to write": (["garden", "/dev/null", "-o", "a/b.md"], "-o: there is no folder a; create it"),
    "no earlier worklog": (["garden", "/dev/null", "--since", "x.json"], "--since: x.json: there is no such file"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_with_an_example_and_its_exit_statuses(name: str) -> None:
    told = CliRunner().invoke(cli.cli, [name, "--help"])
    assert told.exit_code == 0
    example = told.output.partition("Example: ")[2].splitlines()[0]
    assert f"chat-conformance {name}" in example
    assert "Exit status: 0" in told.output


def test_no_line_that_is_printed_to_be_copied_holds_a_bracket_that_a_shell_would_read() -> None:
    shown = [["show", "MSG-DUP-01"], ["show", "messages.duplicate-is-told"], *([name, "--help"] for name in COMMANDS)]
    lines = [line for words in shown for line in CliRunner().invoke(cli.cli, words).output.splitlines()]
    words = [word for line in lines if "chat-conformance " in line for word in line.split()]
    bracketed = [word for word in words if word.endswith(("[rest]", "[ws]", "[rest]'", "[ws]'"))]
    assert len(bracketed) > 5
    assert [word for word in bracketed if not word.startswith("'")] == []


def test_the_group_lists_every_command_with_a_sentence() -> None:
    told = CliRunner().invoke(cli.cli, ["--help"]).output.splitlines()
    for name in COMMANDS:
        command = cli.cli.get_command(Context(cli.cli), name)
        assert command is not None
        assert any(line.split()[:1] == [name] and len(line.split()) > 3 for line in told), name


def test_the_readme_names_every_command() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"(chat-conformance |`){name}[` ]", readme)] == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_status_2(mistake: str, tmp_path: Path) -> None:
    arguments, expected = MISTAKES[mistake]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "conformance", *arguments], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert list(tmp_path.iterdir()) == []


WITHOUT_THE_EXTRA = "import sys; sys.modules['quart'] = None; from conformance.cli import main; main()"
"""The command in a child that cannot import the framework of the reference server."""


@pytest.mark.parametrize(
    "words", [["serve"], ["flaws"], ["freedoms"], ["prove", "health.shape"], ["run"], ["run", "reference"], ["doctor"]],
    ids=" ".join,
)  # fmt: skip
def test_without_its_extra_the_reference_server_is_missed_in_the_same_line_everywhere(
    words: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", WITHOUT_THE_EXTRA, *words], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.strip().endswith(
        "the reference server needs the extra `reference`, which is not installed: in a checkout of chat-conformance, "
        f"{sys.executable} -m pip install '.[reference]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_whatever_needs_no_reference_server_goes_on(tmp_path: Path) -> None:
    def ends(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-P", "-c", WITHOUT_THE_EXTRA, *words], cwd=tmp_path, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    status, told = ends("show", "MSG-DUP-01")
    assert status == 0
    assert "not known here: the reference server needs the extra" in " ".join(told.split())
    # Judging needs nothing of it: a profile that would start it may be used for a server that runs already.
    status, told = ends("doctor", "reference", "--url", "http://127.0.0.1:9")
    assert status == 3
    assert "the extra `reference`" not in told
