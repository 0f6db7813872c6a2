"""A process that has imported what the reference server imports from others, and forks for each that is launched.

To import it anew is two thirds of the time that a server needs to be ready, and a trial launches two at least.  What
is the server's own is imported anew by each: deviations are in place before that.

The process that owns it holds its standard input; when that ends, it ends.  Who wants a server sends a line of JSON
(``words``, ``env`` and ``cwd``) and the file for what it prints, and is told the id of the process in one line, and its
exit status in another when it has ended.
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
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any

from conformance.target import process

ADDRESS = "CHAT_CONFORMANCE_FORKSERVER"
"""The variable that says where it listens."""

LAUNCHED = "reference_server"
_PYTHON = [sys.executable, "-P"]
_FORKING = multiprocessing.get_context("fork")
_PIECE = 65536


@dataclass
class Owned:
    """The one of this process, once there is one."""

    address: str = ""
    process: subprocess.Popen[bytes] | None = None
    """Kept, because its standard input must stay open."""
    lock: threading.Lock = field(default_factory=threading.Lock)


_OWNED = Owned()


def begun() -> str:
    """Start one that lives as long as this process, unless it has; returns its address, for :data:`ADDRESS`."""
    with _OWNED.lock:
        if not _OWNED.process:
            _OWNED.address = str(Path(tempfile.mkdtemp(prefix="chat-conformance-fork-")) / "socket")
            _OWNED.process = subprocess.Popen(
                [*_PYTHON, "-m", "conformance.sensitivity.forkserver", _OWNED.address],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for whoever uses it
            )
            assert _OWNED.process.stdout is not None
            if not _OWNED.process.stdout.readline():
                raise RuntimeError("the process that forks servers did not begin")
    return _OWNED.address


def use() -> None:
    """Let this process have its servers forked, if :data:`ADDRESS` says by whom."""
    if ADDRESS in os.environ:
        process.start = start


def pytest_configure() -> None:
    """As a plugin of pytest: the same, in each of its workers."""
    use()


def start(words: list[str], env: Mapping[str, str], log: IO[bytes]) -> process.Running:
    """Have a command forked, in the words of :func:`conformance.target.process.started`; what is no Python program is
    started as ever."""
    return Forked(words, env, log) if words[:2] == _PYTHON else process.started(words, env, log)


class Forked:
    """A server that was forked elsewhere, as :class:`subprocess.Popen` would show it."""

    def __init__(self, words: list[str], env: Mapping[str, str], log: IO[bytes]) -> None:
        self._status: int | None = None
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(os.environ[ADDRESS])
        asked = {"words": words[len(_PYTHON) :], "env": dict(env), "cwd": str(Path.cwd())}
        line = json.dumps(asked).encode() + b"\n"
        sent = socket.send_fds(self._socket, [line], [log.fileno()])
        self._socket.sendall(line[sent:])
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
            raise ChildProcessError("the process that forks servers is gone")
        return int(line)


@dataclass(frozen=True, slots=True)
class Asked:
    """A server that somebody wants."""

    words: list[str]
    """A module behind ``-m``, or a file; and its arguments."""
    env: dict[str, str]
    cwd: str
    log: int
    connection: socket.socket


class ForkServer:
    """The process that forks: one thread, so that nobody else is in the middle of anything when it does."""

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
                if self._listener in ready:
                    self._fork(asked(self._listener.accept()[0]))
        finally:
            self._address.unlink()
            self._address.parent.rmdir()

    def _fork(self, wanted: Asked) -> None:
        forked = _FORKING.Process(target=self._become, args=(wanted,))
        forked.start()
        os.close(wanted.log)
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
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream in (1, 2):
            os.dup2(wanted.log, stream)
        os.close(wanted.log)
        os.environ.clear()
        os.environ.update(wanted.env)
        os.chdir(wanted.cwd)
        gc.enable()
        run(wanted.words)


def asked(connection: socket.socket) -> Asked:
    """Read what somebody wants."""
    line, files, _, _ = socket.recv_fds(connection, _PIECE, 1)
    while not line.endswith(b"\n"):
        line += connection.recv(_PIECE)
    wanted: dict[str, Any] = json.loads(line)
    return Asked(wanted["words"], wanted["env"], wanted["cwd"], files[0], connection)


def run(words: list[str]) -> None:
    """Do what ``python`` does with these words."""
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


def preload() -> None:
    """Import what the server imports from others, and forget what is its own."""
    gc.disable()  # all of it stays
    for name in ("app", "server"):
        importlib.import_module(f"{LAUNCHED}.{name}")
    for name in [name for name in sys.modules if name.partition(".")[0] == LAUNCHED]:
        del sys.modules[name]
    gc.freeze()


def main() -> None:
    """Serve at the address that is the only argument."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    preload()
    server = ForkServer(sys.argv[1])
    print("ready", flush=True)
    server.serve()


if __name__ == "__main__":
    main()
