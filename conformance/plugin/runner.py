"""Carries out one phase of a run in one process."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.contract import registry
from conformance.stage import Declaration
from conformance.stage.breaker import Breaker
from conformance.stage.session import Plan, Session


class Runner:
    """Selects, orders and runs the checks of a plan."""

    def __init__(self, plan: Plan, worker: str, distributing: bool) -> None:
        self.plan = plan
        self._stream = f"{plan.phase}-{worker}"
        self._distributing = distributing
        self._session: Session | None = None
        self._breaker = Breaker(plan.silent, Path(plan.enough) if plan.enough else None)

    @property
    def session(self) -> Session:
        """This process's session with the server, opened when it is first needed."""
        if self._session is None:
            self._session = Session(self.plan, self._stream)
        return self._session

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each transport of a check that names several."""
        declared = getattr(metafunc.function, "conformance", None)
        if isinstance(declared, Declaration) and declared.transports:
            metafunc.parametrize("transport", declared.transports)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep what the plan names, mark it from the registry, and shuffle it by the run's seed."""
        wanted = set(self.plan.checks)
        kept = [item for item in items if check_id(item) in wanted]
        dropped = [item for item in items if check_id(item) not in wanted]
        for item in kept:
            _mark(item)
        # Sorted first: the order must depend on the seed alone, not on the order of files.
        kept.sort(key=lambda item: check_id(item) or "")
        random.Random(self.plan.seed).shuffle(kept)  # noqa: S311 - reproducible on purpose
        # Whoever waits begins first: at the end of a phase nobody waits for one who has only just begun.  Where the
        # first failure is enough, it is the other way round: most failures need no waiting.
        kept.sort(key=lambda item: declaration(item).slow == bool(self.plan.enough))
        items[:] = kept
        # What was imported lives as long as the process: looking through it for garbage cost seconds.
        gc.freeze()
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Run one check on its stage, recorded from its first to its last act."""
        name = check_id(pyfuncitem)
        if name is None:
            return False
        session = self.session
        declared = declaration(pyfuncitem)
        arguments = {key: pyfuncitem.funcargs[key] for key in pyfuncitem._fixtureinfo.argnames if key != "stage"}
        with session.recorded(name, declared.requirements) as ending:
            self._breaker.refuse_if_open()
            session.refuse(declared)
            with session.stage(name) as stage:
                pyfuncitem.obj(stage, **arguments)
        self._breaker.heed(ending)
        return True

    @pytest.fixture
    def stage(self) -> None:
        """Stands for the stage that the runner builds inside the recorded check."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """A check that broke before it began is recorded too: an error of the suite."""
        report = yield
        name = check_id(item)
        if call.when == "setup" and call.excinfo is not None and name is not None:
            with self.session.recorded(name, declaration(item).requirements):
                raise call.excinfo.value
        return report

    def pytest_sessionfinish(self) -> None:
        """Settle the standing watches, and end what this process started."""
        if self._session is not None:
            self._session.close()


def declaration(item: pytest.Item) -> Declaration:
    """What a test declared itself to be."""
    declared: Declaration = item.obj.conformance  # type: ignore[attr-defined]
    return declared


def check_id(item: pytest.Item) -> str | None:
    """The written id of the check that a test carries; ``None`` for a test that declares none."""
    declared = getattr(getattr(item, "obj", None), "conformance", None)
    if not isinstance(declared, Declaration):
        return None
    callspec = getattr(item, "callspec", None)
    transport = callspec.params.get("transport") if callspec is not None else None
    return f"{declared.name}[{transport}]" if transport else declared.name


def _mark(item: pytest.Item) -> None:
    """Level, severity, category and capability come from the registry, never from the test."""
    clauses = registry.load()
    for name in declaration(item).requirements:
        clause = clauses[name]
        for mark in (clause.level, clause.severity, clause.category, clause.capability):
            if mark:
                item.add_marker(mark)
    if declaration(item).phase == "alone":
        item.add_marker("alone")
    if declaration(item).slow:
        item.add_marker("slow")
