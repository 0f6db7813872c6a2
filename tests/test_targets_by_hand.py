"""A server that is started by hand, as the README and the commands say."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import command, null

from conformance.target.ports import reserved_port

CURL = Path(__file__).parent / "servers" / "curl.py"


class Shell:
    """A terminal in an empty folder where the command is installed; what is begun in it ends with it."""

    def __init__(self, folder: Path) -> None:
        self.here = folder / "here"
        self.here.mkdir()
        binary = folder / "bin"
        binary.mkdir()
        (binary / "chat-conformance").write_text(f'#!/bin/sh\nexec {shlex.join(command.COMMAND)} "$@"\n')
        if shutil.which("curl") is None:
            (binary / "curl").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {CURL} "$@"\n')
        (binary / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        for file in binary.iterdir():
            file.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{binary}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
        self._begun: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._begun:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=20)

    def begins(self, line: str, until: str) -> list[str]:
        """Begin a line that goes on; returns what it says up to a line that begins so."""
        process = subprocess.Popen(
            ["sh", "-c", line], cwd=self.here, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._begun.append(process)
        said: list[str] = []
        assert process.stdout is not None
        for came in process.stdout:
            said.append(came.rstrip("\n"))
            if came.startswith(until):
                return said
        raise AssertionError(f"{line} ended: {said}")

    def does(self, line: str, **variables: str) -> str:
        """Carry out a line to its end."""
        done = subprocess.run(
            ["sh", "-c", line], cwd=self.here, env={**self.environment, **variables}, input="",
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A terminal."""
    with Shell(tmp_path) as found:
        yield found


@pytest.mark.parametrize("options", ["", " --issuer-dir 'of our own'"], ids=["usual keys", "other keys"])
def test_the_lines_that_serve_prints_can_be_pasted(shell: Shell, options: str) -> None:
    said = shell.begins(f"chat-conformance serve --port 0{options}", "ready ")
    lines = {name.strip("# "): line.strip() for name, _, line in (one.partition(": ") for one in said)}
    token = shell.does(f'{lines["a token"]}; printf %s "$TOKEN"')
    made = json.loads(shell.does(lines["create"], TOKEN=token))
    ticket = json.loads(shell.does(lines["a ticket"], TOKEN=token, ID=made["id"]))
    assert "Connected to ws://" in shell.does(lines["a socket"], ID=made["id"], TICKET=ticket["ticket"])


def test_the_lines_of_the_readme_judge_a_server_that_is_started_by_hand(shell: Shell) -> None:
    """As they stand there, but on ports that are free, and with a few checks only."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    block = readme.split("<!-- by hand -->\n```sh\n")[1].split("```")[0]
    for port in ("9400", "8080"):
        assert port in block
        block = block.replace(port, str(reserved_port()))
    issuer, serve, run = block.strip().splitlines()
    shell.begins(issuer, "a token")
    shell.begins(serve, "ready ")
    said = shell.does(f"{run} --intensity 0 --requirement AUTH-SIG-01")
    assert "partial for full 1.0" in said
    assert list((shell.here / "reports" / "selected").glob("report.md"))


def test_a_key_that_no_server_can_know_is_mentioned(tmp_path: Path) -> None:
    with null.closed_port() as url:
        first, second = (command.run(tmp_path, *command.small(url)) for _ in range(2))
    assert "note: the key that signs the tokens did not exist before this run" in first.out, first.story()
    assert "note:" not in second.out, second.story()
