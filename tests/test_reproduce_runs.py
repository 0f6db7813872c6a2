"""A failure of a real server, from its record to a file that fails on that server and passes on a mended one."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.contract import manifest
from conformance.reproduce import credentials, records
from conformance.reproduce.story import acting
from conformance.reproduce.targets import target
from conformance.reproduce.trial import read
from conformance.sensitivity import deviations
from conformance.sensitivity.trial import tried

CASES = {
    "access-is-open-by-default": "create.closed-by-default",
    "errors-without-message-id": "frames.error-names-message",
}
"""A flaw that shows in an answer, and one that shows in a frame."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A run that saw a flaw, and what was made of it."""

    folder: Path
    check: str
    done: subprocess.CompletedProcess[str]

    @property
    def file(self) -> Path:
        return self.folder / "shows.py"


def reproduce(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "conformance", "reproduce", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module", params=CASES)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Each flaw met by its check, and reproduced."""
    folder = tmp_path_factory.mktemp("reproduce")
    flaw = next(one for one in deviations.flaws() if one.name == request.param)
    check = CASES[flaw.name]
    tried([flaw], ["--check", check], folder)
    done = reproduce(folder, "report", check, "-o", "shows.py", "--timeout", "20")
    return Seen(folder, check, done)


def by_hand(seen: Seen, profile: str) -> list[str]:
    """The file as a user runs it, twice, with the same people."""
    failed = records.failed(seen.folder / "report", seen.check)
    with target(profile) as server:
        people = credentials.environment(acting(failed.story()), server.tokens)
        command = [sys.executable, "-I", str(seen.file), server.url]
        runs = [subprocess.run(command, env={**os.environ, **people}, capture_output=True, text=True, timeout=60)
                for _ in range(2)]  # fmt: skip
    return [read(run.returncode, run.stdout, run.stderr).word for run in runs]


def test_the_file_says_that_it_was_seen_to_fail_twice(seen: Seen) -> None:
    assert seen.done.returncode == 0, seen.done.stderr
    assert seen.file.read_text(encoding="utf-8").splitlines()[1] == '"""reproduced 2 of 2'
    assert seen.done.stdout == ""
    assert [file.name for file in seen.folder.glob(".shows*")] == []


def test_run_by_hand_it_fails_again_and_again_on_the_server_with_the_flaw(seen: Seen) -> None:
    assert by_hand(seen, str(seen.folder / "profile.toml")) == ["BROKEN", "BROKEN"]


def test_on_a_server_without_the_flaw_the_clause_holds(seen: Seen) -> None:
    assert by_hand(seen, "reference") == ["HOLDS", "HOLDS"]


def test_what_is_mended_is_said_not_to_be_reproduced(seen: Seen) -> None:
    done = reproduce(seen.folder, "report", seen.check, "--profile", "reference", "--no-shrink", "--attempts", "1")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[1] == '"""not reproduced'
    assert "What came instead: the clause holds" in done.stdout


def test_untried_it_says_so(seen: Seen) -> None:
    done = reproduce(seen.folder, "report/results.json", seen.check, "--no-run")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == '"""not tried'


def test_a_server_that_is_not_there_is_unreachable(seen: Seen) -> None:
    done = reproduce(seen.folder, "report", seen.check, "--url", "http://127.0.0.1:1", "--no-shrink")
    assert (done.returncode, done.stdout) == (3, "")
    assert "http://127.0.0.1:1 does not answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_check_that_did_not_run_is_refused(seen: Seen) -> None:
    done = reproduce(seen.folder, "report", "health.no-secrets")
    assert (done.returncode, done.stdout) == (2, "")
    assert "health.no-secrets: did not run in report" in done.stderr


def test_a_requirement_in_its_place_names_the_checks_that_failed(seen: Seen) -> None:
    clause, *_ = manifest.load()[seen.check].requirements
    done = reproduce(seen.folder, "report", clause.lower())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"chat-conformance: CHECK: {clause} is a requirement; in report of its checks failed "
        f"{shlex.quote(seen.check)}: name one\n"
    )
    done = reproduce(seen.folder, "report", manifest.load()["health.shape"].requirements[0])
    assert "is a requirement; in report none of its checks failed" in done.stderr


def test_a_profile_that_lies_elsewhere_is_not_taken_from_the_record(seen: Seen, tmp_path: Path) -> None:
    """A record may come from anywhere, and a profile is a command to be run."""
    done = reproduce(tmp_path, str(seen.folder / "report"), seen.check)
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not lie here: write --profile" in done.stderr


def test_a_profile_that_came_with_the_record_is_not_taken_for_the_bundled_one(seen: Seen, tmp_path: Path) -> None:
    """Wherever a record says that it lies: what is called as a bundled one is the bundled one."""
    came = tmp_path / "came"
    (came / "streams").mkdir(parents=True)
    (came / "profiles").mkdir()
    command = json.dumps([sys.executable, "-c", f"open({str(tmp_path / 'was-run')!r}, 'w')", "{port}"])
    (came / "profiles/reference.toml").write_text(
        f'extends = "full"\n[launch]\ncommand = {command}\n', encoding="utf-8"
    )
    for stream in (seen.folder / "report/streams").glob("*.ndjson"):
        text = re.sub(
            r'"source":"[^"]*"', '"source":"came/profiles/reference.toml"', stream.read_text(encoding="utf-8")
        )
        (came / "streams" / stream.name).write_text(text, encoding="utf-8")
    done = reproduce(tmp_path, "came", seen.check, "--no-shrink", "--attempts", "1")
    assert done.returncode == 1, done.stderr  # the reference server keeps the clause
    assert not (tmp_path / "was-run").exists()


def test_an_event_that_was_tampered_with_is_named(seen: Seen) -> None:
    folder = seen.folder / "tampered/streams"
    folder.mkdir(parents=True, exist_ok=True)
    for stream in (seen.folder / "report/streams").glob("*.ndjson"):
        text = stream.read_text(encoding="utf-8").replace('"kind":"request"', '"kind":"request","shell":"id"')
        (folder / stream.name).write_text(text, encoding="utf-8")
    done = reproduce(seen.folder, "tampered", seen.check)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not as this suite records it" in done.stderr


def test_a_line_that_is_no_event_is_named(seen: Seen) -> None:
    broken = seen.folder / "broken/streams"
    broken.mkdir(parents=True, exist_ok=True)
    for line in ("[]", "{", json.dumps({"id": "a:1"}), "7", "[" * 9999):
        (broken / "s.ndjson").write_text(f"{line}\n", encoding="utf-8")
        done = reproduce(seen.folder, "broken", seen.check)
        assert done.returncode == 2
        assert "broken/streams/s.ndjson:1: " in done.stderr
        assert len(done.stderr.splitlines()) == 1
