"""pytest as a child process: started so that nothing of the place where it runs can reach it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import conformance
from conformance.target.process import Start, started

PACKAGE = Path(conformance.__file__).parent.resolve()
SUITE = PACKAGE / "suite"

HANGS_AFTER_S = 180.0
"""A child whose streams have not grown for so long hangs; it is ended, and its checks are errors of the suite."""

_POLL_S = 0.1
_GRACE_S = 15.0


def command(plan: Path, workers: int, modules: list[Path]) -> list[str]:
    """The command line of a child.

    The path of the suite is absolute and the root is the package: a ``conftest.py`` or a configuration in the
    working directory is never read.  ``-P`` keeps that directory off the import path.
    """
    parallel = (
        ["-p", "xdist.plugin", "-n", str(workers), "--dist", "load", "--maxschedchunk", "1"] if workers > 1 else []
    )
    return [
        sys.executable, "-P", "-m", "pytest",
        "-p", "conformance.plugin", *parallel,
        "-c", str(PACKAGE / "pytest.ini"), "--rootdir", str(PACKAGE), "--confcutdir", str(PACKAGE),
        # Checks judge by matchers, not by assert: rewriting every module at every start would buy nothing.
        "--assert=plain", "-p", "no:cacheprovider", "--continue-on-collection-errors",
        "--conformance-plan", str(plan),
        "--basetemp", str(plan.with_suffix(".tmp")),
        *map(str, modules),
    ]  # fmt: skip


def environment(private: Path) -> dict[str, str]:
    """The environment of a child: ours, without what would change pytest behind our back."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    # Autoloaded plugins cost seconds at every start, and belong to whoever installed them.
    kept["HYPOTHESIS_STORAGE_DIRECTORY"] = str(tables(private))
    # Workers are started without our -P, and would import whatever lies in the working directory.
    kept["PYTHONSAFEPATH"] = "1"
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def tables(private: Path) -> Path:
    """Where hypothesis keeps its tables of characters, which take seconds to make and are always the same: the user's
    cache, or where that cannot be written the ``private`` folder of this run.  Nothing of a server lies there."""
    try:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "chat-conformance" / "hypothesis"
        cache.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # read-only, or nobody's home
        return private / "hypothesis"
    return cache if os.access(cache, os.W_OK) else private / "hypothesis"


start: Start = started
"""How children are started.  A trial has them forked by a process that has imported everything (sensitivity/run.py)."""


class Child:
    """One running pytest."""

    def __init__(
        self, plan: Path, workers: int, modules: list[Path], log: Path, register: Callable[[int], None]
    ) -> None:
        self._log = log.open("wb")
        self.process = start(command(plan, workers, modules), environment(plan.parent), self._log)
        register(self.process.pid)

    def watch(self, progress: Callable[[], int]) -> str | None:
        """Wait for its end; ``progress`` is called often and returns how much has been recorded.  Returns why it
        was ended by force, or ``None``."""
        size, since = -1, time.monotonic()
        while self.process.poll() is None:
            time.sleep(_POLL_S)
            now = progress()
            if now != size:
                size, since = now, time.monotonic()
            elif time.monotonic() - since > HANGS_AFTER_S:
                self.end()
                return f"nothing was recorded for {HANGS_AFTER_S:g} s"
        progress()
        return None

    def interrupt(self) -> None:
        """Ask it to stop and to end what it started; end it by force when it does not."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE_S)
        self.end()

    def end(self) -> None:
        """End it and its workers at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()
