"""The machine that judges: what it has, how late it wakes, and whether that is enough for the load of the profile."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from conformance.doctor.finding import NOTE, OK, WRONG, Finding, Subject
from conformance.target.browser import Browser, NoBrowser

NAPS = 40
NAP_S = 0.002
LATE_MS = 50.0
"""A machine that wakes later than this from a short sleep cannot tell a slow server from itself."""
SLOW_DISK_MS = 100.0
LEAST_FREE = 300 * 1024 * 1024
SPARE_FILES = 200
"""What a process needs beside the connections of a load: its libraries, logs and streams."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A machine at one moment.  Times in ms, sizes in bytes; ``load``: processes that run or wait to, over a minute."""

    cores: int
    load: float
    free: int
    late_ms: float
    fsync_ms: float
    files: int


def measured() -> Measured:
    """Measure this machine, for about a tenth of a second."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if files != resource.RLIM_INFINITY else 2**31
    free = psutil.virtual_memory().available
    return Measured(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        os.getloadavg()[0],
        free,
        max(_naps()),
        _fsync_ms(),
        most,
    )


def _naps() -> list[float]:
    """How late this thread wakes from short sleeps."""
    late = []
    for _ in range(NAPS):
        before = time.perf_counter()
        time.sleep(NAP_S)
        late.append((time.perf_counter() - before - NAP_S) * 1000)
    return late


def _fsync_ms() -> float:
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(5):
            before = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times)


def machine(found: Measured) -> Finding:
    """Whether timing on this machine can be trusted."""
    figures = (
        f"{found.cores} cores, load {found.load:.1f}, {found.free / 2**30:.1f} GiB free, "
        f"wakes at most {found.late_ms:.1f} ms late, fsync takes {found.fsync_ms:.1f} ms"
    )
    poor = {
        "it is busy": found.load > 2 * found.cores,
        "it wakes late": found.late_ms > LATE_MS,
        "its disk is slow": found.fsync_ms > SLOW_DISK_MS,
        "its memory is short": found.free < LEAST_FREE,
    }
    why = [reason for reason, holds in poor.items() if holds]
    if why:
        return Finding("machine", NOTE, f"{figures}; {' and '.join(why)}, so that some checks may be inconclusive")
    return Finding("machine", OK, figures)


def open_files(found: Measured, subject: Subject) -> Finding:
    """Whether as many connections may be open as the profile's load needs, in the server that is launched too."""
    load = subject.profile.load
    needed = 2 * load.rooms * load.people + SPARE_FILES
    if found.files < needed:
        return Finding(
            "open files",
            WRONG,
            f"a process may open {found.files} files, and the load of the profile needs {needed}",
            f"ulimit -n {needed}, or a smaller {subject.within('load')}",
        )
    return Finding("open files", OK, f"a process may open {found.files}, the load of the profile needs {needed}")


def report_dir(folder: Path) -> Finding:
    """Whether a report can be written; nothing is."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    if not place.is_dir():
        return Finding("reports", WRONG, f"{place} is no folder", "give another --report-dir")
    beside = place if place != folder.absolute() else place.parent
    if not os.access(beside, os.W_OK | os.X_OK):
        return Finding("reports", WRONG, f"nothing can be written in {beside}", "give another --report-dir")
    return Finding("reports", OK, f"{folder} can be written")


def browser(found: Browser | NoBrowser) -> Finding:
    """Which Chromium there is, for the few who need one."""
    if isinstance(found, Browser):
        return Finding("browser", OK, f"{found.path}, version {found.version}")
    few = "nothing needs it but the checks in a browser and the tests of the report"
    return Finding("browser", NOTE, f"{found.reason}; {few}")
