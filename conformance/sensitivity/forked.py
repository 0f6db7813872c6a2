"""pytest in a process that is forked from this one, which has imported what it needs.

To import it anew would be a quarter of the time in which a flaw meets the checks of its requirement.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import IO

import pytest

from conformance.sensitivity import forkserver

FORKING = multiprocessing.get_context("fork")


class Forked:
    """A forked process, as :class:`subprocess.Popen` would show it."""

    def __init__(self, words: list[str], env: Mapping[str, str], log: IO[bytes]) -> None:
        """Carry out a command line of pytest; in the words of :func:`conformance.controller.child.started`."""
        self._process = FORKING.Process(target=_pytest, args=(words, env, log.fileno()))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Its exit status, once it has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises :class:`subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if (status := self._process.exitcode) is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return status


def _pytest(words: list[str], env: Mapping[str, str], log: int) -> None:
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["pytest", "-p", forkserver.__name__, *words[words.index("pytest") + 1 :]]
    sys.exit(pytest.console_main())
