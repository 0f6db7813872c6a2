"""Tools that some tests need beside Python.

Without one, those tests are left out by name; where ``REQUIRE_TOOLS=1`` says that everything has to be there, they fail
by name.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.target import browser

AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True, slots=True)
class Tool:
    """``why_not`` says why it cannot be used, ``None`` where it can; ``how`` is how to get it."""

    why_not: Callable[[], str | None]
    how: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A tool that cannot be used, why, and how to get it."""

    tool: str
    why: str
    how: str

    def __str__(self) -> str:
        return f"needs {self.tool}: {self.why}; {self.how}"


def _no_chromium() -> str | None:
    found = browser.find()
    return found.reason if isinstance(found, browser.NoBrowser) else None


def _no_playwright() -> str | None:
    return None if importlib.util.find_spec("playwright") else "the package is not installed"


def _no_axe() -> str | None:
    return None if AXE.is_file() else f"{AXE.name} is not in {AXE.parent}"


TOOLS = {
    "chromium": Tool(_no_chromium, "apt-get install --no-install-recommends chromium"),
    "playwright": Tool(_no_playwright, "pip install 'chat-conformance[browser]'"),
    "axe-core": Tool(_no_axe, "npm ci --prefix tests/browser"),
}


def missing(names: Iterable[str], tools: Mapping[str, Tool]) -> Missing | None:
    """The first of these tools that cannot be used."""
    for name in names:
        why = tools[name].why_not()
        if why is not None:
            return Missing(name, why, tools[name].how)
    return None


def needs(*names: str, tools: Mapping[str, Tool] = TOOLS, environ: Mapping[str, str] = os.environ) -> None:
    """Leave the test out where one of these tools is missing; fail it where they are required."""
    lacking = missing(names, tools)
    if lacking is None:
        return
    if environ.get("REQUIRE_TOOLS") == "1":
        pytest.fail(f"REQUIRE_TOOLS=1: {lacking}", pytrace=False)
    pytest.skip(str(lacking))
