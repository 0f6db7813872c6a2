"""Fixtures that tests ask for and nobody defines.

Looked for in the module (with everything that it imports, assigns or decorates), in every conftest.py from the
project's root down to it, in pytest itself and in the plugins that are well known.  Where something that is not read
here could bring the fixture (any package that is not known to bring none, ``-p``, ``pytest_plugins``,
``pytest_generate_tests``, a star import, a call in a conftest.py), or no list says what the tests are run with, nobody
is accused, and the worklog says that it cannot be told.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from conformance.garden import text
from conformance.garden.model import Evidence, Finding
from conformance.garden.signature import missing_fixture
from conformance.garden.source import decorated, strangers
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.plugins import KNOWN_FIXTURES
from conformance.garden.source.scope import fixture_name, imported
from conformance.garden.source.shape import (
    Function,
    Test,
    decorators,
    dotted,
    is_fixture,
    parameters,
)


def missing(folder: Folder) -> Iterator[Finding]:
    """One finding for each fixture that is asked for and cannot be anywhere."""
    if strangers.of(folder):
        return
    for name, askers in _unresolved(folder)[0].items():
        yield replace(
            missing_fixture(name),
            evidence=tuple(Evidence(f"{module.name}:{line}", f"def {test}({name})") for module, test, line in askers),
            explains=tuple(f"{module.name}::{test}" for module, test, _ in askers),
            reproduce=f"python -m pytest {askers[0][0].name}::{askers[0][1]}",
        )


def untold(folder: Folder) -> tuple[str, ...]:
    """What the rule could not decide, and why."""
    accused, undecided = _unresolved(folder)
    bringing = [*strangers.of(folder), *dict.fromkeys(why for whys in undecided.values() for why in whys)]
    unresolved = sorted({*undecided, *accused} if strangers.of(folder) else undecided)
    if not unresolved:
        return ()
    shown = text.one_line(", ".join(unresolved[:10]) + (" …" if len(unresolved) > 10 else ""))
    return (
        f"{folder.source}: whether fixtures are missing cannot be told without "
        f"running pytest ({shown}): {', '.join(bringing[:5])} may bring them; --collect asks pytest",
    )


def _unresolved(folder: Folder) -> tuple[dict[str, list[tuple[Module, str, int]]], dict[str, list[str]]]:
    """The names that are nowhere, with who asks for them; and those that what a module makes may be, with why."""
    found: dict[str, list[tuple[Module, str, int]]] = defaultdict(list)
    undecided: dict[str, list[str]] = defaultdict(list)
    seen: dict[str, frozenset[str] | None] = {}
    for module in folder.tests:
        if module.tree is None:
            continue
        chain = (module, *folder.conftests_of(module))
        visible = [_visible(one, seen) for one in chain]
        anything = [f"what {one.name} makes" for one, names in zip(chain, visible, strict=True) if names is None]
        known = KNOWN_FIXTURES.union(*(names for names in visible if names is not None))
        for test in module.tests:
            for name in (one for one in _asked(test, module.tree) if one not in known):
                if anything:
                    undecided[name] += anything
                else:
                    found[name].append((module, test.name, test.function.lineno))
    return found, undecided


def _asked(test: Test, tree: ast.Module) -> list[str]:
    """The fixtures that a test names; none where something else may fill its parameters."""
    if test.is_unittest or test.has_foreign_bases or _is_decorated_by_strangers(test):
        return []
    given = decorated.parametrized(test, tree)
    if given is None:
        return []
    names = parameters(test.function, test.owner is not None)[decorated.patched_parameters(test) :]
    return [name for name in names if name not in given]


def _is_decorated_by_strangers(test: Test) -> bool:
    names = [*decorators(test.function), *(decorators(test.owner) if test.owner else ())]
    known = ("pytest.mark.", "mark.", "staticmethod")
    return any(not name.startswith(known) and not decorated.is_patch(name) for name in names)


def _can_bring_anything(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return True
        if isinstance(node, Function) and node.name in (
            "pytest_generate_tests",
            "pytest_pyfunc_call",
            "pytest_collection",
        ):
            return True
        if isinstance(node, ast.Name) and node.id in ("globals", "setattr", "exec", "metafunc"):
            return True
    return False


def _visible(module: Module, seen: dict[str, frozenset[str] | None]) -> frozenset[str] | None:
    """Every name of a module that may be a fixture; ``None`` where that may be any."""
    if module.name not in seen:
        tree = module.tree
        seen[module.name] = (
            None if tree is None or _can_bring_anything(tree) or strangers.makes_fixtures(module) else _names(tree)
        )
    return seen[module.name]


def _names(tree: ast.Module) -> frozenset[str]:
    """What is decorated, imported or assigned, in classes too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.decorator_list:
            names |= {node.name, fixture_name(node)} if is_fixture(node) else {node.name}
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= set(imported(node))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.Call) and dotted(node.func).endswith("fixture"):
            names |= {str(one.value.value) for one in node.keywords
                      if one.arg == "name" and isinstance(one.value, ast.Constant)}  # fmt: skip
    return frozenset(names)
