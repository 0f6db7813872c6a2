"""What a project says about its own tests: where its root is, and what pytest would collect there."""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from conformance.garden.source.shape import Naming

BYTES = 1_000_000
"""No file of a suite that is larger than this is read."""

_INI = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg")
_ROOT_MARKS = (*_INI, "setup.py", ".git")
_LISTS = ("Pipfile", "noxfile.py", "requirements.txt", "environment.yml")
"""What lies at a root too, and counts where nothing else says where that is."""

_IGNORED = re.compile(r"--ignore(?:-glob)?[= ](\S+)")


def root_of(here: Path) -> Path:
    """Where pytest would see the project's root: the nearest folder with a file that only a root has."""
    for marks in (_ROOT_MARKS, _LISTS):
        for folder in (here, *here.parents):
            if any((folder / mark).exists() for mark in marks):
                return folder
    return here.parent


def naming_at(root: Path) -> Naming:
    """How tests are named here: the first configuration that pytest would take."""
    for name in _INI:
        found = _options(root / name)
        if found is not None:
            standard = Naming()
            return Naming(
                _words(found.get("python_files")) or standard.files,
                _words(found.get("python_classes")) or standard.classes,
                _words(found.get("python_functions")) or standard.functions,
                _words(found.get("norecursedirs")) or standard.passed_over,
                tuple(_IGNORED.findall(" ".join(_words(found.get("addopts"))))),
            )
    return Naming()


def _options(path: Path) -> dict[str, object] | None:
    """pytest's own part of a configuration file, or nothing where it has none or cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > BYTES:
            return None
        content = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".toml":
            return _toml_options(path, tomllib.loads(content))
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read_string(content)
    except (OSError, ValueError, RecursionError, configparser.Error):
        return None
    section = "tool:pytest" if path.name == "setup.cfg" else "pytest"
    return dict(parser[section]) if parser.has_section(section) else None


def _toml_options(path: Path, document: dict[str, object]) -> dict[str, object] | None:
    if path.name != "pyproject.toml":
        found = document.get("pytest")
        return found if isinstance(found, dict) else None
    tool = document.get("tool")
    pytest = tool.get("pytest") if isinstance(tool, dict) else None
    if not isinstance(pytest, dict):
        return None
    options = pytest.get("ini_options", pytest)
    return options if isinstance(options, dict) else None


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(re.split(r"[\s,]+", value.strip())) if value.strip() else ()
    if isinstance(value, Iterable):
        return tuple(one for one in value if isinstance(one, str))
    return ()
