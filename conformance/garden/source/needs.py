"""What a project needs, as its own files list it: pyproject.toml, requirements, setup, Pipfile, conda, tox and nox.

Read is what stands in the folders of the tests and in those above them, to the repository's root: in a repository of
several projects the list is often there.  A list is believed only where it names pytest or a plugin: one that does
not says nothing about what the tests are run with.
"""

from __future__ import annotations

import ast
import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from conformance.garden.source.plugins import package
from conformance.garden.source.settings import BYTES
from conformance.garden.source.shape import dotted

FILES = 500
"""At most so many lists are read."""

ABOVE = 3
"""So many folders above a project's root are looked into, where none of them is a repository's."""

_NAMED = re.compile(
    r"(?:pyproject\.toml|setup\.(?:cfg|py)|tox\.ini|\.?pytest\.(?:ini|toml)|Pipfile|noxfile\.py|(?:conda|env)\w*[-.\w]*\.ya?ml"
    r"|(?:[\w.-]*(?:requirement|reqs|deps|dependenc)[\w.-]*|dev|tests?|ci)\.(?:txt|in))"
)
_REQUIREMENT = re.compile(
    r"([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(?:$|[<>=!~;@,( ].*)", re.DOTALL
)
_LISTING = re.compile(r"dependenc|require|^deps$|^tests?$|extras|install", re.IGNORECASE)


def lists(root: Path, folders: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """The files that say what is needed: their names and how they begin."""
    found: dict[Path, str] = {}
    for folder in dict.fromkeys((root, *folders, *_above(root))):
        for path in _in(folder):
            if len(found) < FILES and path not in found:
                found[path] = beginning(path)
    return tuple((path.name, words) for path, words in found.items())


def beginning(path: Path) -> str:
    """How a file begins; nothing where it cannot be read."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(BYTES // 5)
    except OSError:
        return ""


def _above(root: Path) -> list[Path]:
    above: list[Path] = []
    for folder in (root, *root.parents):
        above.append(folder)
        if (folder / ".git").exists():
            return above
    return above[: ABOVE + 1]


def _in(folder: Path) -> Iterator[Path]:
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file() and _NAMED.fullmatch(path.name):
                yield path
            elif path.is_dir() and re.search(r"^(?:req|dep)", path.name):
                yield from sorted(one for one in path.iterdir() if one.suffix in (".txt", ".in") and one.is_file())
    except OSError:
        return


def names(name: str, words: str) -> set[str]:
    """The packages that one file lists; none where it cannot be read."""
    try:
        return {package(one) for one in _names(name, words)}
    except (ValueError, RecursionError, SyntaxError, MemoryError, configparser.Error, yaml.YAMLError):
        return set()


def _names(name: str, words: str) -> Iterator[str]:
    if name == "Pipfile":
        tables = tomllib.loads(words)
        for key, table in tables.items():
            if isinstance(table, dict) and key not in ("requires", "scripts", "pipenv"):
                yield from table
    elif name.endswith(".toml"):
        document = tomllib.loads(words)
        document.pop("build-system", None)
        yield from _in_tables(document, False)
    elif name.endswith((".cfg", ".ini")):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read_string(words)
        for section in parser.sections():
            for key, value in parser[section].items():
                if section.startswith("options.extras") or (key == "deps" or key.endswith(("_require", "_requires"))):
                    yield from _each(re.sub(r"^[\w,.{}!-]+:\s+", "", line) for line in value.splitlines())
    elif name.endswith((".yml", ".yaml")):
        yield from _in_tables(yaml.safe_load(words), False)
    elif name.endswith(".py"):
        yield from _in_code(ast.parse(words))
    else:
        yield from _each(words.splitlines())


def _in_tables(node: Any, listed: bool) -> Iterator[str]:
    """What stands in lists, and as keys of tables, below a name that speaks of dependencies."""
    if isinstance(node, dict):
        for key, value in node.items():
            if listed and isinstance(value, str | dict):
                yield from _each([str(key)])
            if isinstance(value, dict | list):
                yield from _in_tables(value, listed or bool(_LISTING.search(str(key))))
    elif isinstance(node, list) and listed:
        yield from _each(re.sub(r"^[\w-]+::|(?<=\w)=(?=\d).*", "", one) for one in node if isinstance(one, str))
        for one in node:
            if isinstance(one, dict):
                # The part of a conda environment that pip installs.
                yield from _each(str(line) for lines in one.values() if isinstance(lines, list) for line in lines)


def _in_code(tree: ast.Module) -> Iterator[str]:
    """Strings below a name that speaks of dependencies: ``install_requires=``, ``session.install(…)``."""
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.keyword | ast.Assign):
            named = [node.arg or ""] if isinstance(node, ast.keyword) else [dotted(one) for one in node.targets]
            parts = [node.value] if any(map(_LISTING.search, named)) else []
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "install" in node.func.attr:
            parts = [*node.args]
        for one in (inner for part in parts for inner in ast.walk(part)):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield from _each(one.value.splitlines())


def _each(lines: Iterable[str]) -> Iterator[str]:
    """The package of each line; of an address, what follows ``egg=`` or its last part."""
    for line in lines:
        said = re.sub(r"(?:^|\s)#.*", "", line).strip().rstrip("\\").strip()
        if re.match(r"(?:-e\s+)?(?:git\+|https?:|ssh:)", said):
            yield re.split(r"egg=|/", said)[-1].partition(".git")[0] or "?"
        elif found := _REQUIREMENT.fullmatch(said):
            yield found[1]
