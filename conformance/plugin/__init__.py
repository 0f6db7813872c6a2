"""The pytest plugin that carries checks out.  Inert unless ``--conformance-plan`` is given.

It selects what the plan names, runs each check on its stage, and records what happened; it decides nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.plugin.runner import Runner
from conformance.stage.session import read_plan


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option, by which the controller says what to do."""
    group = parser.getgroup("conformance")
    group.addoption("--conformance-plan", metavar="FILE", help="carry out this plan (written by chat-conformance run)")


def pytest_configure(config: pytest.Config) -> None:
    """Register the runner in every process that runs checks; the parent of xdist workers runs none."""
    path = config.getoption("--conformance-plan")
    if path is None:
        return
    worker = getattr(config, "workerinput", {}).get("workerid")
    distributing = worker is None and bool(config.getoption("numprocesses", default=None))
    config.pluginmanager.register(Runner(read_plan(Path(path)), worker or "main", distributing), "conformance-runner")
