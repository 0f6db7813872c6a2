"""A server that the suite launches: start, stop, kill and restart, always as a whole process group."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

import psutil

from conformance.target.ports import is_anothers, reserved_port
from conformance.target.profile import Flavour, Launch

STOP_WITHIN_S = 10.0
"""How long a server may take to go after SIGTERM (contract, section 4)."""

_POLL_S = 0.02
_PORT_TRIES = 3


class LaunchError(Exception):
    """The server could not be started: the environment's fault or the profile's, in one line."""


class Running(Protocol):
    """A process, as :class:`subprocess.Popen` shows it."""

    @property
    def pid(self) -> int:
        """Its id, and that of its session and its group."""

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises :class:`subprocess.TimeoutExpired`."""


Start = Callable[[list[str], Mapping[str, str], IO[bytes]], Running]
"""How a command is started with an environment, and what it prints written to a file; raises :class:`OSError`."""


def started(words: list[str], env: Mapping[str, str], log: IO[bytes]) -> Running:
    """Start a command in a session of its own: Ctrl-C is ours to hand on, and its children go with it."""
    return subprocess.Popen(
        words, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )


start: Start = started
"""How servers are started.  A trial has them forked by a process that has imported much (sensitivity/run.py)."""


@dataclass(slots=True)
class Instance:
    """One launched server.  It keeps its port and its data directory from one start to the next."""

    launch: Launch
    flavour: Flavour
    folder: Path
    words: Mapping[str, str]
    register: Callable[[int], None]
    """Called with the process group of everything that is started, so that nothing outlives the run."""
    port: int = 0
    process: Running | None = field(default=None)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it wrote to its standard output and error."""
        return self.folder / "server.log"

    def start(self) -> None:
        """Start it and wait until it answers; raises :class:`LaunchError`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fixed = self.port != 0
        for attempt in range(_PORT_TRIES):
            self.port = self.port if fixed else reserved_port()
            self._spawn()
            if self._answers() or attempt == _PORT_TRIES - 1 or fixed:
                break
        if not self.running:
            raise LaunchError(f"the server did not start: {self._last_words()}")

    def _spawn(self) -> None:
        command = self.filled([*self.launch.command, *self.flavour.args])
        extra = {**self.launch.env, **self.flavour.env}
        values = self.filled(list(extra.values()))
        environment = {**os.environ, **dict(zip(extra, values, strict=True))}
        with self.log.open("ab") as log:
            try:
                self.process = start(command, environment, log)
            except OSError as error:
                raise LaunchError(f"launch.command: cannot start {command[0]}: {error.strerror or error}") from error
        self.register(self.process.pid)

    def filled(self, command: Sequence[str]) -> list[str]:
        """A command of the profile with what it says of this server in place of its words."""
        words = {**self.words, "port": str(self.port), "data": str(self.folder / "data"), "python": sys.executable}
        return [_filled(part, words) for part in command]

    def _answers(self) -> bool:
        """Wait for its first answer that is not a 5xx; False when the process ends or the time is up."""
        deadline = time.monotonic() + self.launch.ready_timeout_s
        while time.monotonic() < deadline and (process := self.process) is not None and self.running:
            if self._status() < 500 and not is_anothers(self.port, process.pid):
                return self.running  # of a process that has just ended nothing is known, and somebody else has answered
            time.sleep(_POLL_S)
        if self.running:
            self.kill()
            raise LaunchError(
                f"the server started but gave no answer at {self.launch.ready} "
                f"within {self.launch.ready_timeout_s:g} s (launch.ready_timeout_s): {self._last_words()}"
            )
        return False

    def _status(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", self.launch.ready)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 599
        finally:
            connection.close()

    @property
    def running(self) -> bool:
        """Whether the process that was started is still there."""
        return self.process is not None and self.process.poll() is None

    def resident_bytes(self) -> int | None:
        """Resident memory of the process and its children; ``None`` when it is not running."""
        if self.process is None or not self.running:
            return None
        leader = psutil.Process(self.process.pid)
        return int(sum(one.memory_info().rss for one in [leader, *leader.children(recursive=True)]))

    def waited_s(self) -> float | None:
        """How long its busiest thread has waited for a processor so far; ``None`` where the system does not tell."""
        if self.process is None:
            return None
        try:
            # Linux, Documentation/scheduler/sched-stats.rst: time on a processor, time waiting for one, both in ns.
            waits = [int(file.read_text().split()[1]) for file in _schedule(self.process.pid)]
        except (OSError, IndexError, ValueError):
            return None
        return max(waits, default=0) / 1e9 if waits else None

    def terminate(self) -> None:
        """SIGTERM to the process; does not wait."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGTERM)

    def wait(self, within_s: float) -> bool:
        """Wait until the process is gone; False when it is not by then."""
        if self.process is None:
            return True
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def pause(self) -> None:
        """SIGSTOP to the whole group: it lives, and does nothing."""
        self._signal_group(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT to the whole group."""
        self._signal_group(signal.SIGCONT)

    def _signal_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until it is gone."""
        self._signal_group(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def stop(self) -> None:
        """End it: politely first, by force when that takes too long."""
        self.terminate()
        if not self.wait(STOP_WITHIN_S):
            self.kill()
        self.kill()

    def _last_words(self) -> str:
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return f"it last wrote: {lines[-1][:300]}" if lines else "it wrote nothing"


def _schedule(pid: int) -> Iterator[Path]:
    """What the scheduler says of each thread."""
    return Path(f"/proc/{pid}/task").glob("*/schedstat")


def _filled(text: str, words: Mapping[str, str]) -> str:
    # Not str.format: a command may hold braces of its own.
    for name, value in words.items():
        text = text.replace("{" + name + "}", value)
    return text


class Children:
    """A file with every process group that a run has started, so that whoever ends the run can end them too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def register(self, group: int) -> None:
        """Note a process group, with the moment its leader was created (numbers of processes are used again)."""
        with contextlib.suppress(psutil.NoSuchProcess), self._path.open("a", encoding="utf-8") as file:
            file.write(f"{group} {psutil.Process(group).create_time()}\n")

    def end_all(self) -> None:
        """Kill every registered group whose leader is still the process that was registered."""
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            group, created = line.split()
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                if psutil.Process(int(group)).create_time() == float(created):
                    os.killpg(int(group), signal.SIGKILL)
