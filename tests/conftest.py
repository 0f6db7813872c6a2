"""What the tests that run the whole command share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers import reference
from servers.runs import Runs


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
def reference_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A reference server that several runs judge; ``reference.PROFILE`` holds the key to it."""
    with reference.listening(tmp_path_factory.mktemp("reference")) as url:
        yield url
