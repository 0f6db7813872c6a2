"""What several files of tests share: whole runs, a small recorded one, and a schema of our own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recorded_runs import ASKED, CHECKS, CONTRACT, plain, recorded, run_of
from servers import command, reference
from servers.command import Run
from servers.runs import Runs

import conformance
from conformance.contract import schemas
from conformance.report.results import build

# A run tells GitHub more where it is run by it; what the tests look at is what a person sees.
for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """Every run that several of the selected tests look at."""
    modules = dict.fromkeys(item.module for item in request.session.items if isinstance(item, pytest.Function))
    with Runs(tmp_path_factory) as begun:
        for module in modules:
            if hasattr(module, "begin_runs"):
                module.begin_runs(begun, request)
        yield begun


@pytest.fixture(scope="session")
def good_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole run against the reference server at intensity 0, on four workers because checks mostly wait; whoever is
    first to ask waits for it, so that a budget is measured while nothing else runs."""
    return command.run(
        tmp_path_factory.mktemp("good"), "-n", "4", "--seed", "1", "--intensity", "0",
        profile='extends = "reference"\n', environment={"CHAT_CONFORMANCE_KEEP_PRIVATE": "1"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def reference_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A reference server that several runs judge; ``reference.PROFILE`` holds the key to it."""
    with reference.listening(tmp_path_factory.mktemp("reference")) as url:
        yield url


@pytest.fixture
def results(tmp_path: Path) -> dict[str, Any]:
    """The results of the small recorded run."""
    found: dict[str, Any] = plain(build(run_of(recorded(tmp_path))))
    return found


@pytest.fixture
def a_schema_of_our_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``openapi:TestOnly``, so that no test of a matcher depends on the contract's documents."""
    own = {"type": "object", "additionalProperties": False, "properties": {"n": {"type": "integer", "minimum": 1}}}
    monkeypatch.setattr(schemas, "openapi", lambda: {"components": {"schemas": {"TestOnly": own}}})
    schemas._validator.cache_clear()
    yield
    schemas._validator.cache_clear()


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The suite, the contract and the manifest are those that these runs were recorded by."""
    monkeypatch.setattr(conformance, "__version__", ASKED["suite"]["version"])
    monkeypatch.setattr("conformance.contract.registry.load", lambda: CONTRACT)
    monkeypatch.setattr("conformance.contract.manifest.load", lambda: CHECKS)
    return monkeypatch
