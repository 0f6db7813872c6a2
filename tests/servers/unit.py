"""A reference server that somebody else's commands start and end, as a service manager does.

``python unit.py start|stop|kill|pause|resume FOLDER PORT``: its process id stands in a file.  ``start`` returns before
the server answers; ``stop`` and ``kill`` return when it has gone.  The secret comes by ``TEST_SECRET``.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil


def start(folder: Path, port: str) -> None:
    """Start it and go."""
    command = [sys.executable, "-P", "-m", "reference_server", "--port", port, "--data", str(folder / "data"),
               "--shared-secret-env", "TEST_SECRET", "--limit", "settle_ms=500"]  # fmt: skip
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    (folder / "pid").write_text(str(process.pid))
    process.returncode = 0  # it is to outlive this command: nothing to be warned of


def wait(port: int, within_s: float = 15.0) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("nobody listens")


def end(folder: Path, *, at_once: bool) -> None:
    """End it, and wait until it has gone."""
    with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError):
        process = psutil.Process(int((folder / "pid").read_text()))
        if at_once:
            process.kill()
        else:
            process.terminate()
        process.wait(15)


def main() -> None:
    """One command."""
    word, folder, port = sys.argv[1:]
    if word == "start":
        start(Path(folder), port)
    elif word in ("pause", "resume"):
        process = psutil.Process(int(Path(folder, "pid").read_text()))
        (process.suspend if word == "pause" else process.resume)()
    else:
        end(Path(folder), at_once=word == "kill")


if __name__ == "__main__":
    main()
