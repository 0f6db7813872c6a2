"""What the tests that run the whole command share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from servers import command, reference
from servers.command import Run
from servers.runs import Runs

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
