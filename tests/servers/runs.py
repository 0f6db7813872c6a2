"""Runs that several tests look at: begun early, side by side, and each only once.

A test module that has such runs names them in a function ``begin_runs(runs, request)``; those that the selected tests
look at are begun before the first of these tests, so that what waits and what computes go on together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from servers.command import Run

COMPUTING = 2
WAITING = 6
"""Runs at once: those that mostly wait for a silent server take no processor from the others."""


class Runs:
    """Runs by name: :meth:`begin` begins one, ``runs[name]`` waits for its end."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._pools = {patient: ThreadPoolExecutor(n) for patient, n in ((False, COMPUTING), (True, WAITING))}
        self._futures: dict[Hashable, Future[Run]] = {}

    def begin(self, name: Hashable, work: Callable[[Path], Run], *, patient: bool = False) -> None:
        """Begin it in a folder of its own, as soon as there is room; ``patient``: it mostly waits."""
        self._futures[name] = self._pools[patient].submit(work, self._folders.mktemp("run"))

    def __getitem__(self, name: Hashable) -> Run:
        return self._futures[name].result()

    def __enter__(self) -> Runs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)


def selected(request: pytest.FixtureRequest, module: str, *names: str) -> list[tuple[Any, ...]]:
    """What the selected tests of a module are parametrised by: the runs that will be looked at."""
    asked = [
        tuple(item.callspec.params[name] for name in names)
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module.__name__ == module and hasattr(item, "callspec")
        if set(names) <= set(item.callspec.params)
    ]
    return list(dict.fromkeys(asked))
