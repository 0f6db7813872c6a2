"""What a user or a machine did wrong is one line and status 2, never a traceback: the whole command, in a child."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import whole_runs
from helpers import one_line

from conformance.report import read
from conformance.report.write import write_text
from conformance.target import profile
from conformance.target.addresses import wrong_with_url
from conformance.usage import UsageError

COMMAND = (sys.executable, "-m", "conformance")


def call(*words: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, check=False)


def refused(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stderr
    one_line(done.stderr.strip(), *parts)


@pytest.fixture
def a_report(tmp_path: Path) -> Path:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "results.json").write_text(json.dumps(whole_runs.green()), encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [("report", "{report}", "--report-dir", "{file}/x"), ("matrix", "{folder}", "-o", "{file}/x"),
     ("report", "{report}", "--report-dir", "/proc/x"), ("track", "{report}", "--file", "{file}/x.md"),
     ("track", "{report}", "--file", ""), ("contract-diff", "{loop}"), ("contract-diff", "{fifo}"),
     ("run", "--report-dir", "{file}/x")],
)  # fmt: skip
def test_a_place_that_cannot_be_used_is_one_line(a_report: Path, words: tuple[str, ...]) -> None:
    here = a_report.parent
    (here / "loop").symlink_to("loop")
    os.mkfifo(here / "fifo")
    places = {name: str(here / name) for name in ("report", "file", "loop", "fifo")}
    refused(call(*(word.format(folder=here, **places) for word in words)))


def test_a_document_comes_through_a_pipe_that_is_open_already() -> None:
    done = subprocess.run(
        [*COMMAND, "contract-diff", "/dev/stdin"], input="openapi: 3.1.0\npaths: {}\n", capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_one_line() -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        refused(call("list", stdout=full), "No space left on device")
    finally:
        os.close(full)


def test_what_cannot_be_written_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"report\.md: cannot be written: No space left on device"):
        write_text(tmp_path / "report.md", "text")
    assert not list(tmp_path.iterdir())


def test_a_reader_who_goes_away_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = call("list", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("after_s", [0.06, 0.1, 0.15, 0.2])
def test_an_interruption_while_it_is_imported_is_no_traceback(after_s: float) -> None:
    # What Python does before it comes to us is not ours: the child says when it is there.
    begin = "import conformance.__main__ as it; print(flush=True); it.main()"
    with subprocess.Popen(
        [sys.executable, "-c", begin, "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(after_s / 4)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert "Traceback" not in said
    assert child.returncode in (130, 0)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:99999", "http://127.0.0.1:abc", "http://127.0.0.1:0", "http://[::1", "http://a\nb", "http://",
     "http://127.0.0.1/?x=1", "http://127.0.0.1/#x", "ftp://127.0.0.1", "http://a b", "http://127.0.0.1:",
     "http://jo:s3cret@127.0.0.1"],
)  # fmt: skip
def test_an_address_under_which_nothing_can_be_is_refused(url: str) -> None:
    assert wrong_with_url(url, ("http", "https"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "https://[::1]:1/base/", "http://localhost"])
def test_an_address_is_taken(url: str) -> None:
    assert wrong_with_url(url, ("http", "https")) is None


def test_the_command_refuses_an_address(tmp_path: Path) -> None:
    refused(call("run", "--url", "http://127.0.0.1:99999", "--report-dir", str(tmp_path / "r")), "a port is a number")


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path, command: str) -> None:
    done = call(command, "--url", "http://jo:s3cret@127.0.0.1:8080", "--report-dir", str(tmp_path / "r"))
    refused(done, "http://***@127.0.0.1:8080", "names a user; leave that out")
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize("header", ['"X-Y" = "ä€"', '"X Y" = "1"', r'"X-Y" = "a\r\nb: c"', '"" = "1"', '"X" = " 1"'])
def test_a_header_that_cannot_be_sent_is_named_and_its_value_is_not(tmp_path: Path, header: str) -> None:
    (tmp_path / "p.toml").write_text(f'extends = "full"\n[target]\nheaders = {{ {header} }}\n', encoding="utf-8")
    with pytest.raises(UsageError) as error:
        profile.load(str(tmp_path / "p.toml"))
    one_line(str(error.value), "p.toml: target.headers.")
    assert "€" not in str(error.value)


def test_half_of_a_surrogate_pair_is_read(tmp_path: Path) -> None:
    (tmp_path / "results.json").write_text(r'{"a": "\ud800"}', encoding="utf-8")
    with pytest.raises(UsageError, match="is not what this suite writes"):
        read.results_at(tmp_path)
    results = whole_runs.green()
    results["notes"] = ["\ud800"]
    (tmp_path / "results.json").write_text(json.dumps(results), encoding="utf-8")
    assert read.results_at(tmp_path)["notes"] == ["\ud800"]
