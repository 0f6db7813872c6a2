"""Tests that nobody runs although they are there: commented out, in a class with a constructor, in an empty module.

Not accused: a module that imports test classes or functions, or everything, from elsewhere; a module that makes its
tests when it is imported (an assignment to a name like a test, ``globals()``, ``load_tests``).
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator

from conformance.garden import text
from conformance.garden.model import Evidence, Finding, Kind
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.shape import Function, bases, is_test_class

_COMMENTED = re.compile(r"^#+ ?(?P<prefix>[A-Z][A-Z_]{3,60}:)? *(?:async )?def (?P<name>test\w*)\(")


def modules(folder: Folder) -> Iterator[Finding]:
    """Modules without a test: a finding for each mark by which a tool commented them out, else one for each module."""
    by_mark: dict[str, list[tuple[Module, list[tuple[int, str, str]]]]] = defaultdict(list)
    for module in folder.tests:
        if module.tree is None or module.tests or _makes_tests(module.tree):
            continue
        commented = _commented_tests(module)
        if commented:
            by_mark[commented[0][1]].append((module, commented))
        elif _is_empty(module):
            yield _empty(module)
    for mark, found in by_mark.items():
        if mark:
            yield _commented(mark, found)
        else:
            yield from (_commented("", [one]) for one in found)


def _commented_tests(module: Module) -> list[tuple[int, str, str]]:
    """Line, mark and name of every test that stands in a comment; a string that looks like one is none."""
    found = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(module.words).readline):
            if token.type == tokenize.COMMENT and (match := _COMMENTED.match(token.string)):
                found.append((token.start[0], match["prefix"] or "", match["name"]))
    except (tokenize.TokenError, SyntaxError):
        return found
    return found


def _makes_tests(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import) and any(
            alias.name == "*" or (alias.asname or alias.name).lower().startswith("test") for alias in node.names
        ):
            return True
        if isinstance(node, ast.Name) and (
            node.id in ("globals", "load_tests", "setattr")
            or (isinstance(node.ctx, ast.Store) and node.id.lower().startswith("test"))
        ):
            return True
    return any(isinstance(node, ast.ClassDef | Function) and _may_hold_tests(node) for node in tree.body)


def _may_hold_tests(node: ast.AST) -> bool:
    """A class whose bases are not read here may inherit its tests, and a function may make some."""
    if isinstance(node, ast.ClassDef):
        return any(base != "object" for base in bases(node)) or node.name.startswith("Test")
    return isinstance(node, Function) and node.name in ("load_tests", "pytest_generate_tests")


def _is_empty(module: Module) -> bool:
    """Nothing but imports and ``pass``; a file that says a word about itself is there for a reason."""
    tree = module.tree
    return tree is not None and "#" not in module.words and all(
        isinstance(node, ast.Import | ast.ImportFrom | ast.Pass) for node in tree.body
    )  # fmt: skip


def _empty(module: Module) -> Finding:
    return Finding(
        Kind.UNCOLLECTABLE,
        ("empty", module.name),
        f"{module.name} is named like a test module and is empty",
        "empty-module: nothing but imports or pass, and no word that says why",
        evidence=(Evidence(f"{module.name}:1"),),
        reproduce=f"python -m pytest --collect-only -q {module.name}",
        next_step="Delete it, or write the tests that its name promises.",
    )


def _commented(mark: str, found: list[tuple[Module, list[tuple[int, str, str]]]]) -> Finding:
    names = [f"{module.name}::{name}" for module, commented in found for _, _, name in commented]
    which = found[0][0].name if len(found) == 1 else text.counted(len(found), "module")
    by = f' by the mark "{mark}"' if mark else ""
    return Finding(
        Kind.UNCOLLECTABLE,
        ("commented-out", mark or found[0][0].name),
        f"{which}: all tests are commented out{by}, none is collected",
        "commented-out: a test module without a test, in which comments hold test functions"
        + ("; one mark is one tool, and one cause" if mark else ""),
        evidence=tuple(
            Evidence(f"{module.name}:{line}", f"# {mark} def {name}" if mark else f"# def {name}")
            for module, commented in found
            for line, _, name in commented
        ),
        explains=tuple(dict.fromkeys(names)),
        reproduce=f"python -m pytest --collect-only -q {found[0][0].name}",
        next_step="Restore the modules as they were before, or delete them: they promise what nobody checks.",
    )


def classes(folder: Folder) -> Iterator[Finding]:
    """Classes with tests that pytest leaves out because they have a constructor."""
    for module in folder.tests:
        for node in module.tree.body if module.tree is not None else ():
            if not isinstance(node, ast.ClassDef) or not is_test_class(node, folder.naming):
                continue
            tests = [one for one in node.body if isinstance(one, Function) and folder.naming.is_function(one.name)]
            maker = next((one for one in node.body if isinstance(one, Function) and one.name == "__init__"), None)
            # What has bases may be a TestCase, which takes a constructor, or no test by itself.
            if tests and maker is not None and not node.bases:
                yield _never_collected(module, node, maker, tests)


def _never_collected(module: Module, node: ast.ClassDef, maker: Function, tests: list[Function]) -> Finding:
    return Finding(
        Kind.UNCOLLECTABLE,
        ("constructor", node.name),
        f"The tests of class {node.name} are never collected: it has __init__",
        "class-with-constructor: pytest leaves out classes that have a constructor, with a warning",
        evidence=(Evidence(f"{module.name}:{maker.lineno}", f"class {node.name}: def __init__"),),
        explains=tuple(f"{module.name}::{node.name}::{one.name}" for one in tests),
        reproduce=f"python -m pytest --collect-only -q {module.name}",
        next_step="Move what the constructor does into a fixture or setup_method.",
    )
