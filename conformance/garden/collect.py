"""Ask pytest itself what it collects: the one thing that imports a foreign suite, and only when asked.

The child gets a session of its own, so that it goes with everything that it started when its time is up; of what it
prints no more is kept than is read.  What leaves that session (setsid) is not found again, and survives.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.garden import pytest_output, text
from conformance.garden.model import Reading
from conformance.garden.source.settings import root_of
from conformance.usage import UsageError

BYTES = 16 * 1024 * 1024
"""At most so much of what the child prints is kept."""

_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Collected:
    """What the child printed; ``status`` is ``None`` where it was ended because its time was up."""

    printed: str
    status: int | None
    cut: bool


def collected(folder: Path, python: Path, timeout_s: float) -> Reading:
    """What ``pytest --collect-only`` says of a folder, as any other output; raises :class:`UsageError` where the
    interpreter cannot be started or has no pytest."""
    here = folder.resolve()
    command = [str(python), "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", str(here)]
    told = _run(command, root_of(here), timeout_s)
    if "No module named pytest" in told.printed[:2000]:
        raise UsageError(f"--python: {python} has no pytest; give the interpreter that the suite is run with")
    source = f"{folder} (collected)"
    reading = pytest_output.read(source, told.printed)
    left_out = list(reading.left_out)
    if told.status is None:
        left_out.append(f"{source}: collecting did not end within {timeout_s:g} s and was stopped; the rest is unknown")
    elif told.status not in (0, 1, 2, 5):
        left_out.append(
            f"{source}: pytest ended with status {told.status}: {text.one_line(text.excerpt(told.printed, 2))}"
        )
    elif not any(number for word, number in reading.counts if word == "collected") and not reading.cases:
        left_out.append(f"{source}: pytest collected no test")
    if told.cut:
        left_out.append(f"{source}: only the first {BYTES} bytes of its output were read")
    return replace(reading, left_out=tuple(left_out))


def _run(command: list[str], cwd: Path, timeout_s: float) -> Collected:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    try:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise UsageError(f"--python: cannot start {command[0]}: {error.strerror or error}") from error
    kept = bytearray()
    seen = [0]
    reader = threading.Thread(target=_drain, args=(child, kept, seen), daemon=True)
    reader.start()
    try:
        ended = _has_ended(child.pid, time.monotonic() + timeout_s)
    finally:
        # Also on Ctrl-C, and what a suite left behind that ended by itself. The child is not yet reaped: its id,
        # which is that of the group, is nobody else's.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
        reader.join(5)
    return Collected(bytes(kept).decode("utf-8", "replace"), status if ended else None, seen[0] > BYTES)


def _has_ended(pid: int, deadline: float) -> bool:
    while time.monotonic() < deadline:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(_POLL_S)
    return False


def _drain(child: subprocess.Popen[bytes], kept: bytearray, seen: list[int]) -> None:
    """Read to the end, so that the child is never kept waiting, and keep the beginning."""
    assert child.stdout is not None
    with child.stdout as pipe:
        while chunk := os.read(pipe.fileno(), 65536):
            kept += chunk[: max(0, BYTES - seen[0])]
            seen[0] += len(chunk)
