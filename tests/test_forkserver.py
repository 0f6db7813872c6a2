"""A server of a trial is forked, and nobody who uses it can tell."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from conformance.sensitivity import launcher
from conformance.sensitivity.forkserver import RUNS, SERVERS
from conformance.target.process import Running

PROGRAM = """
import os, sys, threading
print(sys.argv[1:], os.environ.get("WHAT"), os.environ.get("HOME"), sys.stdin.read() or "nothing to read", flush=True)
print("quart" in sys.modules, "reference_server" in sys.modules, os.getpid() == os.getsid(0) == os.getpgid(0))
print(sorted(int(name) for name in os.listdir("/proc/self/fd"))[:4] if os.path.isdir("/proc/self/fd") else "")
sys.stderr.write("and this\\n")
sys.stderr.flush()
if sys.argv[1] == "stay":
    threading.Event().wait()
raise SystemExit(int(sys.argv[1]))
"""

Begin = Callable[..., Running]


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Have the program forked with these arguments; what it prints goes to ``said``."""
    monkeypatch.setenv(SERVERS.variable, SERVERS.address())
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")

    def begin(*arguments: str) -> Running:
        with (tmp_path / "said").open("wb") as log:
            return SERVERS.start([sys.executable, "-P", str(program), *arguments], {"WHAT": "this"}, log)

    return begin


def test_it_is_a_process_as_if_it_had_been_launched(begin: Begin, tmp_path: Path) -> None:
    running = begin("7", "more")
    assert running.wait(20) == 7
    assert running.poll() == 7
    first, second, files, last = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert first == "['7', 'more'] this None nothing to read", "its words and its environment, and nothing of ours"
    assert second == "True False True", "what is others' is imported; what is the server's is not; it leads its session"
    assert files in ("[0, 1, 2, 3]", ""), "no file of the process that forked it"
    assert last == "and this"


def test_signals_reach_it_and_its_end_is_told(begin: Begin) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        running = begin("stay")
        assert running.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(0.01)
        os.killpg(running.pid, number)
        assert running.wait(20) == -number
        assert not psutil.pid_exists(running.pid), "nothing is left of it"


def test_a_worker_is_forked_with_its_input_and_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUNS.variable, RUNS.address())
    code = "import sys; exec(eval(sys.stdin.readline()))"
    said = "\"print('pytest' in sys.modules, sys.stdin.read()); raise SystemExit(4)\"\nand more"
    command = [sys.executable, "-S", launcher.__file__, "-u", "-c", code]
    done = subprocess.run(command, input=said, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr, done.returncode) == ("True and more\n", "", 4)


def test_who_goes_before_saying_what_is_wanted_hinders_nobody(begin: Begin) -> None:
    for said in (b"", b'{"words": ["-m'):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(SERVERS.address())
            connection.sendall(said)
    assert begin("0").wait(20) == 0


def test_several_live_and_end_in_any_order(begin: Begin) -> None:
    first, second = begin("stay"), begin("stay")
    assert begin("3").wait(20) == 3
    second_group, first_group = second.pid, first.pid
    assert first_group != second_group
    os.killpg(second_group, signal.SIGKILL)
    assert second.wait(20) == -signal.SIGKILL
    assert first.poll() is None
    os.killpg(first_group, signal.SIGKILL)
    assert first.wait(20) == -signal.SIGKILL


def test_another_program_is_launched_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SERVERS.variable, "nobody listens there")
    with (tmp_path / "said").open("wb") as log:
        assert SERVERS.start(["true"], dict(os.environ), log).wait(20) == 0
        with pytest.raises(OSError, match="nothing-of-this-name"):
            SERVERS.start(["nothing-of-this-name"], dict(os.environ), log)


def test_it_ends_with_its_owner_and_leaves_nothing() -> None:
    script = "from conformance.sensitivity.forkserver import SERVERS as s; print(s.address(), s.process.pid)"
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    address, pid = done.stdout.split()
    if psutil.pid_exists(int(pid)):  # it may be ending right now
        psutil.Process(int(pid)).wait(20)
    assert not Path(address).parent.exists()
