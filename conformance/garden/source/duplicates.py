"""One name, several definitions: a test that another one hides, and a class of which it is not certain which is under
test.

Not accused: definitions under a condition; whoever is decorated (an overload, a property, a parametrised twin that
its decorator registers); classes of one name of which the tests import only one, or that do different things (a Field
of a form and one of a database share a word and no role): what has one role has methods of the same names.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from conformance.garden.model import Evidence, Finding, Kind
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.rule import Rule, finding
from conformance.garden.source.scope import imported
from conformance.garden.source.shape import Function, decorators, dotted, is_test_class

SHARED = 3
"""So many public methods of one name, and more than half of all, are one role."""


_HIDDEN = Rule(
    "hidden-test",
    "tests that a later one of the same name replaces",
    "two test functions of one name in one body; only the last is there when pytest looks",
    "Give each its own name; the hidden one has not run for as long as the other was there.",
    Kind.UNCOLLECTABLE,
)


def tests(folder: Folder) -> Iterator[Finding]:
    """For each module one finding for the tests that a later one of the same name replaces: they never run."""
    for module in folder.tests:
        hidden = list(_hidden(module, folder)) if module.tree is not None else []
        if hidden:
            yield finding(module, _HIDDEN, hidden)


def _hidden(module: Module, folder: Folder) -> Iterator[tuple[str, int]]:
    bodies = [("", module.tree.body if module.tree is not None else [])]
    bodies += [(f"{node.name}::", node.body) for node in bodies[0][1]
               if isinstance(node, ast.ClassDef) and is_test_class(node, folder.naming)]  # fmt: skip
    for prefix, body in bodies:
        seen: dict[str, Function] = {}
        for node in body:
            if isinstance(node, Function) and folder.naming.is_function(node.name) and _is_plain(node):
                if node.name in seen:
                    yield f"{prefix}{node.name}", seen[node.name].lineno
                seen[node.name] = node


def _is_plain(node: Function) -> bool:
    """Only marks of pytest leave the name where it is for certain."""
    return all(name.startswith(("pytest.mark.", "mark.")) for name in decorators(node))


def classes(folder: Folder) -> Iterator[Finding]:
    """Classes of one name that stand in several modules, where different tests import different ones."""
    places = _definitions(folder)
    wanted: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for module in folder.tests:
        for name, source in _imports(module):
            home = next((one for one in places.get(name, ()) if _is_at(one, source)), None)
            if home is not None:
                wanted[name][home.name].append(module.name)
    for name, homes in wanted.items():
        nodes = {module.name: node for module, node in places[name].items() if module.name in homes}
        if len(homes) > 1 and _one_role(list(nodes.values())):
            yield _several(name, homes, {where: node.lineno for where, node in nodes.items()})


def _definitions(folder: Folder) -> dict[str, dict[Module, ast.ClassDef]]:
    """Every class that a module which is no test defines at its top, by name."""
    found: dict[str, dict[Module, ast.ClassDef]] = defaultdict(dict)
    for module in folder.modules:
        if module.tree is not None and not module.is_test:
            for node in module.tree.body:
                if isinstance(node, ast.ClassDef):
                    found[node.name][module] = node
    return found


def _one_role(nodes: list[ast.ClassDef]) -> bool:
    """Whether they all have most of their methods by the same names, and none is made from one of its own name."""
    if any(dotted(base).rpartition(".")[2] == node.name for node in nodes for base in node.bases):
        return False
    methods = [
        {one.name for one in node.body if isinstance(one, Function) and not one.name.startswith("_")} for node in nodes
    ]
    shared = set.intersection(*methods)
    return len(shared) >= SHARED and len(shared) * 2 > max(len(names) for names in methods)


def _imports(module: Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module.tree) if module.tree is not None else ():
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((full.rpartition(".")[2], full.rpartition(".")[0]) for full in imported(node).values())


def _is_at(module: Module, source: str) -> bool:
    """Whether a module is what an import names: the end of its path says so."""
    path = module.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return path == source or path.endswith(f".{source}")


def _several(name: str, homes: dict[str, list[str]], lines: dict[str, int]) -> Finding:
    return Finding(
        Kind.HOLLOW,
        ("several-definitions", name.lower()),
        f"Several definitions of {name}: different tests import different ones",
        "several-definitions: modules define a class of one name, and tests import it from more than one of them",
        evidence=tuple(Evidence(f"{home}:{lines[home]}", f"class {name}") for home in sorted(homes)),
        details=tuple(f"{home}: imported by {', '.join(sorted(set(users)))}" for home, users in sorted(homes.items())),
        next_step="Keep one definition and let the others import it; until then a green test may concern another one.",
    )
