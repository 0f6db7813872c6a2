"""Small suites and recorded output for the tests of the gardener.

Each file of ``tests/garden`` holds the files of one: ``-- path --`` and what stands in it.  They are laid out in a
temporary folder, so that nothing here is collected, linted or repaired: some of it is broken on purpose.
"""

from __future__ import annotations

import re
from pathlib import Path

from conformance.garden import causes, reading
from conformance.garden.model import Entry, Worklog

BUNDLES = Path(__file__).parent / "garden"

PROJECT = '[project]\nname = "product"\ndependencies = ["pytest"]\n'

_FILE = re.compile(r"^-- (\S+) --\n", re.MULTILINE)
_CASE = re.compile(r"^-- (.+?)(?: => (\S+))? --\n", re.MULTILINE)


def laid_out(folder: Path, bundle: str) -> Path:
    """The files of a bundle, below a folder of their own that pytest would take for a project."""
    _, *parts = _FILE.split((BUNDLES / f"{bundle}.txt").read_text(encoding="utf-8"))
    return files(folder / bundle, dict(zip(parts[::2], parts[1::2], strict=True)))


def cases(name: str) -> dict[str, tuple[str, str]]:
    """Test modules by what they show: their source, and after ``=>`` the rule that speaks about them."""
    _, *parts = _CASE.split((BUNDLES / f"{name}.cases").read_text(encoding="utf-8"))
    return {name: (words, rule or "") for name, rule, words in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


def files(project: Path, contents: dict[str, str]) -> Path:
    """These files below a folder, of a project that says what its tests are run with."""
    for name, words in {"pytest.ini": "[pytest]\n", "pyproject.toml": PROJECT, **contents}.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    return project


def read(*paths: Path) -> Worklog:
    """What the gardener makes of these."""
    return causes.worklog([reading.read(path) for path in paths])


def entries(*paths: Path) -> tuple[Entry, ...]:
    """The causes that it finds."""
    return read(*paths).entries


def of_source(project: Path, words: str, **more: str) -> list[str]:
    """The rules that speak about one test module and the other files of its project, in the order of their names."""
    contents = {name.replace("__", "/") + ".py": text for name, text in more.items()}
    found = entries(files(project, {"tests/test_it.py": words, **contents}))
    return sorted(entry.rule.partition(":")[0] for entry in found)
