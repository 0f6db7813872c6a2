"""The doctor on how the server is launched, and on the machine that does it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from doctored import IDENTITY, at, examined, is_wrong, launched, program, rest_is_unknown, subject
from helpers import one_line
from servers import command

from conformance.doctor import launching, machine
from conformance.doctor.finding import NOTE, OK, in_order
from conformance.doctor.machine import Measured
from conformance.target.browser import Browser, NoBrowser

# -- launching --------------------------------------------------------------------------------------------------------


BOTH = f'{IDENTITY}[launch]\ncommand = ["./mine"]\n[target]\nurl = "http://127.0.0.1:1/chat"\n'


def test_a_command_beside_an_address_is_said_not_to_be_used(tmp_path: Path) -> None:
    found = launching.unused(subject(tmp_path, BOTH))
    assert found is not None
    assert found.state == NOTE
    one_line(found.line, "launch.command is not used: url in [target] is judged, http://127.0.0.1:1/chat: leave out")
    assert examined(tmp_path, BOTH)["launch"] == found


def test_an_address_of_the_command_line_over_a_command_needs_no_word(tmp_path: Path) -> None:
    assert launching.unused(subject(tmp_path, BOTH, "http://127.0.0.1:1")) is None
    assert launching.unused(subject(tmp_path, at("http://127.0.0.1:1"))) is None
    assert "launch" not in examined(tmp_path, BOTH, "http://127.0.0.1:1")


def test_a_run_says_it_too(tmp_path: Path) -> None:
    run = command.run(tmp_path, "--seed", "1", "--check", "health.shape", profile=BOTH)
    note = "launch: launch.command is not used: url in [target] is judged, http://127.0.0.1:1/chat: leave out url "
    assert f"note: {note}" in run.out, run.story()
    assert any(one.startswith(note) for one in run.results["notes"])


def test_a_command_that_does_not_exist_is_told(tmp_path: Path) -> None:
    found = examined(tmp_path, launched(["./no-such-server", "{port}"]))
    is_wrong(found["command"], "launch.command: there is no ./no-such-server (relative to the working directory",
             "[launch] of", "mine.toml", decisive=True)  # fmt: skip
    rest_is_unknown(found, "the server cannot be started")


def test_a_command_that_is_not_on_path_is_told(tmp_path: Path) -> None:
    found = examined(tmp_path, launched(["no-such-server-anywhere", "{port}"]))
    is_wrong(found["command"], "no-such-server-anywhere is not on PATH", '"{here}/my-server"', decisive=True)


def test_a_command_that_is_not_executable_is_told(tmp_path: Path) -> None:
    path = program(tmp_path, "true", 0o644)
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["command"], f"{path} is not executable", f"chmod +x {path}", decisive=True)


def test_a_command_that_is_not_told_its_port_is_told(tmp_path: Path) -> None:
    found = launching.command(subject(tmp_path, launched(["sh", "-c", "true"])))
    is_wrong(found, "is not told the port", "{port}", "[launch] of", decisive=False)
    assert "nothing is filled in" not in found.line
    found = launching.command(subject(tmp_path, launched(["sh", "-c", "true", "{listen_on}"])))
    is_wrong(found, "is not told the port", "nothing is filled in for {listen_on}", decisive=False)


def test_a_server_that_ends_at_once_is_quoted(tmp_path: Path) -> None:
    path = program(tmp_path, 'echo "reading config"; echo "no DATABASE_URL" >&2; exit 1')
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "the server did not start; it last wrote \"reading config | no DATABASE_URL\": ",
             "start command by hand", "[launch] of", decisive=True)  # fmt: skip
    assert found["reach"].what == "because the server did not start"


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    path = program(tmp_path, 'echo "Error: listen EADDRINUSE: address already in use :::8080"; exit 1')
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "EADDRINUSE", "let it listen on {port}, and on no other port", decisive=True)


def test_a_server_that_never_answers_names_the_keys_that_it_must_go_by(tmp_path: Path) -> None:
    path = program(tmp_path, "exec sleep 60")
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], "gave no answer at /health/chat within 0.3 s", "{port}, ready and ready_timeout_s",
             decisive=True)  # fmt: skip


def test_what_a_server_wrote_is_told_apart_from_the_advice(tmp_path: Path) -> None:
    path = program(tmp_path, "echo ready http://127.0.0.1:8123; exec sleep 60")
    found = examined(tmp_path, launched([path, "{port}"]))
    is_wrong(found["launch"], 'it last wrote "ready http://127.0.0.1:8123": see that the server goes by {port}',
             decisive=True)  # fmt: skip


def test_commands_of_control_are_looked_for_and_not_carried_out(tmp_path: Path) -> None:
    mark = tmp_path / "carried-out"
    good = subject(tmp_path, f'{IDENTITY}\n[control]\nkill = ["touch", "{mark}"]\nstart = ["true"]\n')
    assert [one.line for one in launching.controls(good)] == ["ok      control       start, kill can be started"]
    bad = subject(tmp_path, f'{IDENTITY}\n[control]\nkill = ["dockr", "kill"]\n')
    [found] = launching.controls(bad)
    is_wrong(found, "control.kill: dockr is not on PATH", "[control] of", "mine.toml", decisive=False)
    assert not mark.exists()


# -- the machine ------------------------------------------------------------------------------------------------------

IDLE = Measured(cores=4, load=0.2, free=2**32, late_ms=0.1, fsync_ms=1.0, files=1024)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"load": 9.0}, "it is busy"),
        ({"late_ms": 80.0}, "it wakes late"),
        ({"fsync_ms": 300.0}, "its disk is slow"),
        ({"free": 2**20}, "its memory is short"),
    ],
)
def test_a_machine_that_cannot_tell_time_is_noted(change: dict[str, float], part: str) -> None:
    values = {name: getattr(IDLE, name) for name in Measured.__slots__}
    found = machine.machine(Measured(**{**values, **change}))
    assert found.state == NOTE
    one_line(found.line, part, "some checks may be inconclusive")
    assert machine.machine(IDLE).state == OK


def test_too_few_open_files_for_the_load_are_told(tmp_path: Path) -> None:
    of = subject(tmp_path, f"{IDENTITY}\n[load]\nrooms = 50\npeople = 20\n")
    is_wrong(machine.open_files(IDLE, of), "1024 files", "needs 2200", "ulimit -n 2200", decisive=False)
    assert machine.open_files(IDLE, subject(tmp_path, IDENTITY)).state == OK


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    is_wrong(machine.report_dir(tmp_path / "file" / "latest"), "is no folder", "--report-dir", decisive=False)
    assert machine.report_dir(tmp_path / "new" / "latest").state == OK
    assert not (tmp_path / "new").exists()


def test_a_browser_is_told_with_its_version_and_missed_by_nobody() -> None:
    found = machine.browser(Browser(Path("/usr/bin/chromium"), "150.0.1.2"))
    assert (found.state, found.what) == (OK, "/usr/bin/chromium, version 150.0.1.2")
    none = machine.browser(NoBrowser("/no/such/browser cannot be started: install the package chromium"))
    assert (none.state, in_order([none])) == (NOTE, True)
    one_line(none.line, "/no/such/browser cannot be started: install the package chromium; nothing needs it but")


# -- the command ------------------------------------------------------------------------------------------------------


def test_nothing_is_left_behind_by_a_server_that_was_launched(tmp_path: Path) -> None:
    path = program(tmp_path, f"echo $$ > {tmp_path / 'pid'}; exec sleep 60")
    examined(tmp_path, launched([path, "{port}"]))
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_whoever_asks_it_to_stop_finds_its_server_gone(tmp_path: Path) -> None:
    # After a moment: what is not known yet to who has started it cannot be ended.
    path = program(tmp_path, f"sleep 0.3; echo $$ > {tmp_path / 'pid'}; exec sleep 60")
    of = subject(tmp_path, launched([path, "{port}"]).replace("0.3", "30"))
    asked = [*command.COMMAND, "doctor", of.profile.source]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as doctor:
        within(20, lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        doctor.send_signal(signal.SIGTERM)
        _, said = doctor.communicate(timeout=20)
    assert (doctor.returncode, said.strip()) == (130, "chat-conformance: interrupted")
    pid = int((tmp_path / "pid").read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def within(seconds: float, holds: Callable[[], object]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
