"""Processes that have imported what others need, and fork for each of those.

To import it anew would be most of the time of a trial: the suite's own modules for the run, and for each server that it
launches the framework.  What is the server's own is imported anew by each: deviations are in place before that.

The process that owns one holds its standard input; when that ends, it ends.  Who wants a command forked sends a line
of JSON (``words``, ``env`` and ``cwd``) and the file for what it prints, and is told the id of the process in one line,
and its exit status in another when it has ended.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import multiprocessing
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any

from conformance.sensitivity import launcher
from conformance.target.process import Running, started

_PYTHON = [sys.executable, "-P"]
_FORKING = multiprocessing.get_context("fork")
_PIECE = 65536


@dataclass
class Owned:
    """A process that forks, and lives as long as this one."""

    variable: str
    """The variable that tells others where it listens."""
    preload: tuple[str, ...]
    """The modules that it imports before anything else."""
    forget: str = ""
    """The package that is left to those that are forked."""
    process: subprocess.Popen[bytes] | None = None
    """Kept, because its standard input must stay open."""
    _address: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def address(self) -> str:
        """Where it listens; it begins when this is first asked."""
        with self._lock:
            if not self.process:
                self._address = str(Path(tempfile.mkdtemp(prefix="chat-conformance-fork-")) / "socket")
                self.process = subprocess.Popen(
                    [*_PYTHON, "-m", "conformance.sensitivity.forkserver", self._address, self.forget, *self.preload],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C is for whoever uses it
                )
                assert self.process.stdout is not None
                if not self.process.stdout.readline():
                    raise RuntimeError("a process that forks others did not begin")
        return self._address

    def start(self, words: list[str], env: Mapping[str, str], log: IO[bytes]) -> Running:
        """Have a command forked by the one that the variable tells of; in the words of
        :func:`conformance.target.process.started`, as which what is no Python program is started."""
        if words[:2] != _PYTHON:
            return started(words, env, log)
        return Forked(os.environ[self.variable], words[2:], env, log, Path.cwd())


SERVERS = Owned(
    "CHAT_CONFORMANCE_FORKS_SERVERS", ("reference_server.app", "reference_server.server"), forget="reference_server"
)
"""Forks servers."""
RUNS = Owned(launcher.RUNS, ("conformance.sensitivity.warm",))
"""Forks runs of the suite, and the pytest and the workers of each."""


class Forked:
    """A process that was forked elsewhere, as :class:`subprocess.Popen` would show it."""

    def __init__(self, address: str, words: list[str], env: Mapping[str, str], log: IO[bytes], cwd: Path) -> None:
        """Have what ``python`` would do with these words done; see :func:`run`."""
        self._status: int | None = None
        with Path(os.devnull).open("rb") as nothing:
            files = (nothing.fileno(), log.fileno(), log.fileno())
            self._socket = launcher.ask(address, words, env, str(cwd), files)
        self._answers = self._socket.makefile("rb", buffering=0)
        self.pid = self._answer()

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises :class:`subprocess.TimeoutExpired`."""
        if self._status is None:
            if not select.select([self._socket], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self._status = self._answer()
            self._answers.close()
            self._socket.close()
        return self._status

    def _answer(self) -> int:
        if not (line := self._answers.readline()):
            raise ChildProcessError("the process that forks others is gone")
        return int(line)


@dataclass(frozen=True, slots=True)
class Asked:
    """A process that somebody wants."""

    words: list[str]
    """A module behind ``-m``, code behind ``-c``, or a file; and its arguments."""
    env: dict[str, str]
    cwd: str
    files: list[int]
    """Its standard input, output and errors."""
    connection: socket.socket


class ForkServer:
    """What forks: one thread, so that nobody else is in the middle of anything when it does."""

    def __init__(self, address: str) -> None:
        self._address = Path(address)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(address)
        self._listener.listen(128)
        self._running: dict[int, tuple[BaseProcess, socket.socket]] = {}

    def serve(self) -> None:
        """Fork for whoever asks, until the owner is gone."""
        owner = sys.stdin.fileno()
        try:
            while True:
                ready, _, _ = select.select([owner, self._listener, *self._running], [], [])
                if owner in ready:  # nothing is ever written there: this is its end
                    return
                for ended in self._running.keys() & set(ready):
                    self._say_that_it_ended(*self._running.pop(ended))
                if self._listener in ready and (wanted := asked(self._listener.accept()[0])):
                    self._fork(wanted)
        finally:
            self._address.unlink()
            self._address.parent.rmdir()

    def _fork(self, wanted: Asked) -> None:
        forked = _FORKING.Process(target=self._become, args=(wanted,))
        forked.start()
        for file in wanted.files:
            os.close(file)
        self._running[forked.sentinel] = forked, wanted.connection

    def _say_that_it_ended(self, ended: BaseProcess, connection: socket.socket) -> None:
        ended.join()
        with contextlib.suppress(OSError), connection:  # who asked for it may be gone
            connection.sendall(b"%d\n" % (ended.exitcode or 0))
        ended.close()

    def _become(self, wanted: Asked) -> None:
        """In the forked process: carry out the command."""
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        wanted.connection.sendall(b"%d\n" % os.getpid())
        for mine in (self._listener, *(connection for _, connection in self._running.values()), wanted.connection):
            mine.close()
        for stream, file in enumerate(wanted.files):
            os.dup2(file, stream)
            os.close(file)
        sys.stdin = os.fdopen(0, closefd=False, encoding="utf-8")
        os.environ.clear()
        os.environ.update(wanted.env)
        os.chdir(wanted.cwd)
        gc.enable()
        run(wanted.words)


def asked(connection: socket.socket) -> Asked | None:
    """Read what somebody wants; ``None`` when they are gone before they have said it."""
    line, files, _, _ = socket.recv_fds(connection, _PIECE, 3)
    while not line.endswith(b"\n"):
        if not (more := connection.recv(_PIECE)):
            connection.close()
            for file in files:
                os.close(file)
            return None
        line += more
    wanted: dict[str, Any] = json.loads(line)
    return Asked(wanted["words"], wanted["env"], wanted["cwd"], files, connection)


def run(words: list[str]) -> None:
    """Do what ``python`` does with these words."""
    words = [word for word in words if word != "-u"] if words[0] == "-u" else words
    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102  whose code it is
    elif words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


def preload(modules: Sequence[str], forget: str) -> None:
    """Import these, and forget the modules of a package."""
    gc.disable()  # all of it stays
    for name in modules:
        importlib.import_module(name)
    for name in [name for name in sys.modules if forget and name.partition(".")[0] == forget]:
        del sys.modules[name]
    gc.freeze()


def main() -> None:
    """Serve; the arguments are those of :meth:`Owned.address`."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    address, forget, *modules = sys.argv[1:]
    preload(modules, forget)
    server = ForkServer(address)
    print("ready", flush=True)
    server.serve()


if __name__ == "__main__":
    main()
