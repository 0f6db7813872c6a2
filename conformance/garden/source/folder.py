"""The files of a suite: which there are, which pytest would collect, and what the parser makes of each."""

from __future__ import annotations

import ast
import fnmatch
import io
import os
import sys
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.garden import text
from conformance.garden.source import needs
from conformance.garden.source.settings import BYTES, naming_at, root_of
from conformance.garden.source.shape import EXCUSED, Function, Naming, Test, dotted, tests_in
from conformance.usage import UsageError

FILES = 5_000
"""At most so many Python files are read."""

NOT_OURS = frozenset(
    {".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".tox", ".nox", "build", "dist"}
)
"""Folders that hold no tests of the suite itself."""

PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file."""

    name: str
    """Its path from the project's root, with slashes: what pytest calls it."""
    path: Path
    words: str
    tree: ast.Module | None
    fault: str = ""
    fault_line: int = 0
    is_test: bool = False
    tests: tuple[Test, ...] = ()

    @property
    def excused(self) -> bool:
        """Whether the whole module is marked as skipped or expected to fail."""
        return any(
            isinstance(one, ast.Attribute) and one.attr in EXCUSED
            for node in (self.tree.body if self.tree is not None else ())
            if isinstance(node, ast.Assign) and any(dotted(name) == "pytestmark" for name in node.targets)
            for one in ast.walk(node.value)
        )

    @property
    def is_conftest(self) -> bool:
        return self.path.name == "conftest.py"


@dataclass(frozen=True, slots=True)
class Folder:
    """A suite: its modules, and the conftest.py files above them."""

    source: str
    root: Path
    modules: tuple[Module, ...]
    naming: Naming
    left_out: tuple[str, ...] = ()
    above: tuple[Module, ...] = ()
    """Every conftest.py between the project's root and the folder."""
    settings: tuple[tuple[str, str], ...] = ()
    """The files at the root that say what the project is and needs: their names and how they begin."""
    needs: tuple[tuple[str, str], ...] = ()
    """The files, here and above, that list what the project needs."""

    @property
    def local(self) -> set[str]:
        """The names by which code can import what lies in the project."""
        parts = {part for module in self.modules for part in module.name.removesuffix(".py").split("/")}
        beside = (*_entries(self.root), *_entries(self.root / "src"), *_entries(self.root / "lib"))
        return parts | {path.stem for path in beside if path.suffix == ".py" or _holds_code(path)}

    @property
    def tests(self) -> list[Module]:
        """The modules that pytest would collect by their names."""
        return [module for module in self.modules if module.is_test]

    def conftests_of(self, module: Module) -> list[Module]:
        """The conftest.py files whose fixtures a module sees."""
        known = [one for one in (*self.above, *self.modules) if one.is_conftest]
        return [one for one in known if module.path.is_relative_to(one.path.parent)]


def folder_at(path: Path) -> Folder:
    """Read every Python file below ``path``; raises :class:`UsageError` where there is none."""
    here = path.resolve()
    root = root_of(here)
    naming = naming_at(root)
    left_out: list[str] = []
    found = list(_python_files(here, naming, left_out))
    if not found:
        raise UsageError(f"{path}: there is no Python file in this folder; give the folder that holds the tests")
    if len(found) > FILES:
        left_out.append(f"{path}: of {len(found)} Python files only the first {FILES} were read")
    modules = [one for file in found[:FILES] if (one := _module(file, root, naming, left_out))]
    above = [one for file in _conftests_above(here, root) if (one := _module(file, root, naming, left_out))]
    modules = _without_ignored(modules, [one for one in (*above, *modules) if one.is_conftest], root, naming)
    settings = tuple((file.name, needs.beginning(file)) for file in sorted(root.glob("*")) if _is_setting(file))
    beneath = {one for file in found[:FILES] for one in file.parents if one.is_relative_to(root)}
    return Folder(
        str(path),
        root,
        tuple(modules),
        naming,
        tuple(left_out),
        tuple(above),
        settings,
        needs.lists(root, sorted(beneath)),
    )


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _holds_code(path: Path) -> bool:
    return path.is_dir() and any(one.suffix == ".py" for one in _entries(path))


def _without_ignored(modules: list[Module], conftests: list[Module], root: Path, naming: Naming) -> list[Module]:
    """The modules; those that the project tells pytest to ignore count as no tests."""
    ignored = [(root, pattern) for pattern in naming.ignored]
    for conftest in conftests:
        for node in conftest.tree.body if conftest.tree is not None else ():
            parts = list(ast.walk(node)) if not isinstance(node, ast.ClassDef | Function) else []
            if any(isinstance(one, ast.Name) and one.id.startswith("collect_ignore") for one in parts):
                ignored += [(conftest.path.parent, one.value) for one in parts
                            if isinstance(one, ast.Constant) and isinstance(one.value, str)]  # fmt: skip
    return [
        replace(one, is_test=False, tests=()) if any(_is_below(one.path, *pair) for pair in ignored) else one
        for one in modules
    ]


def _is_below(path: Path, folder: Path, pattern: str) -> bool:
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
    pattern = pattern.removeprefix("./").rstrip("/")
    return bool(name) and (fnmatch.fnmatch(name, pattern) or name.startswith(f"{pattern}/"))


def _is_setting(path: Path) -> bool:
    return path.is_file() and (
        path.suffix in (".toml", ".cfg", ".ini", ".txt", ".in") or path.name in ("setup.py", "Pipfile")
    )


def _python_files(here: Path, naming: Naming, left_out: list[str]) -> Iterator[Path]:
    """Every .py file, in one order on every machine; links are not followed: they may lead anywhere."""

    def unreadable(error: OSError) -> None:
        left_out.append(f"{error.filename}: cannot be read ({error.strerror})")

    for folder, folders, files in os.walk(here, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not _is_passed_over(Path(folder, name), naming))
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".py"))


def _is_passed_over(folder: Path, naming: Naming) -> bool:
    """Whether pytest would not go into a folder, or it holds what others wrote."""
    if folder.name in NOT_OURS or folder.name.endswith(".egg-info"):
        return True
    return any(
        fnmatch.fnmatch(str(folder), f"*/{pattern}") if "/" in pattern else fnmatch.fnmatch(folder.name, pattern)
        for pattern in naming.passed_over
    )


def _conftests_above(here: Path, root: Path) -> Iterator[Path]:
    for folder in here.parents:
        if folder.is_relative_to(root) and (folder / "conftest.py").is_file():
            yield folder / "conftest.py"


def _module(path: Path, root: Path, naming: Naming, left_out: list[str]) -> Module | None:
    name = path.relative_to(root).as_posix()
    try:
        if not path.is_file() or path.is_symlink() or path.stat().st_size > BYTES:
            left_out.append(f"{name}: not read: it is a link, no file, or larger than {BYTES} bytes")
            return None
        content = path.read_bytes()
    except OSError as error:
        left_out.append(f"{name}: cannot be read ({error.strerror})")
        return None
    return parsed(name, path, content, naming)


def parsed(name: str, path: Path, content: bytes, naming: Naming) -> Module:
    """A module and what the parser says of it; whatever the bytes are, no exception."""
    is_test = any(fnmatch.fnmatch(path.name, pattern) for pattern in naming.files)
    words = _decoded(content)
    try:
        with warnings.catch_warnings():
            # What the parser has to say about strange escapes concerns their authors.
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
            tests = tuple(tests_in(tree, naming)) if is_test else ()
    except (SyntaxError, ValueError, LookupError) as error:
        fault = error.msg if isinstance(error, SyntaxError) else str(error)
        line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
        return Module(name, path, words, None, text.one_line(str(fault)), line, is_test)
    except (RecursionError, MemoryError):
        return Module(name, path, words, None, "it is nested too deep for the parser", 0, is_test)
    return Module(name, path, words, tree, is_test=is_test, tests=tests)


def _decoded(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except (SyntaxError, LookupError):
        encoding = "utf-8"
    return content.decode(encoding, "replace")
