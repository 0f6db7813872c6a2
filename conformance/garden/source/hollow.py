"""Tests that cannot say anything about the code: they never reach it.

Four ways, one entry for each way and module:

- a test touches nothing but its own constants (or does nothing at all);
- everything that it exercises is defined in the test file;
- everything that it exercises is a mock, or was replaced by one before it was called;
- it replaces one HTTP library and calls another.

Not accused: whoever uses a fixture, a base class, a decorator or a name that is not read here; smoke tests (a call
that may raise is a check); tests that are skipped or expected to fail; overridden tests of a base class; the tests of
a pytest plugin, whose product is the runner itself.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from conformance.garden import text
from conformance.garden.model import Finding
from conformance.garden.source import decorated
from conformance.garden.source import reach as reaching
from conformance.garden.source.designed import dead_end
from conformance.garden.source.folder import Folder, Module
from conformance.garden.source.reach import Reach
from conformance.garden.source.rule import Rule, finding
from conformance.garden.source.scope import Scope, scope_of
from conformance.garden.source.shape import EXCUSED, Function, Test, body_of, dotted, marks

_TRIVIAL = frozenset({"typing", "time", "random", "math", "statistics", "json", "uuid", "string", "copy", "collections",
                      "logging"})  # fmt: skip
"""What a test may use and still touch nothing: a clock, chance and notation."""

_BUILDS_ON = {
    "requests": {"urllib3", "http"},
    "httpx": {"httpcore"},
    "urllib3": {"http"},
    "urllib": {"http"},
    "aiohttp": set[str](),
    "websockets": set[str](),
    "websocket": set[str](),
}
"""HTTP and WebSocket clients, and the clients that each is made of."""

_WAYS = {
    rule.name: rule
    for rule in (
        Rule(
            "touches-nothing",
            "tests that touch nothing outside themselves",
            "followed through its whole file, the test uses no import, no fixture and no call but clocks, chance and "
            "Python's own; no change of any code can turn it red",
            "Let them call the code that they are named after, or delete them.",
        ),
        Rule(
            "own-definitions",
            "tests that exercise only what the test file itself defines",
            "followed through its whole file, the test reaches classes or functions of the file and no import of any "
            "product; it passes with no product at all",
            "Import the real thing in place of the one that the test file defines; green means something then.",
        ),
        Rule(
            "mock-only",
            "tests that exercise only mocks",
            "the only things that the test calls are mocks that it made itself; what it asserts is what it configured",
            "Mock what the code under test calls, and call the code.",
        ),
        Rule(
            "replaced",
            "tests that call only what they have replaced",
            "every imported thing that the test calls is one that it patched before; it asserts on its own mock",
            "Patch what the code under test uses, not the code itself.",
        ),
        Rule(
            "other-library",
            "tests that replace one HTTP library and call another",
            "the patch names a client library that the test never uses, and its calls go through another one",
            "Patch the library that is really called, or let the call reach a server.",
        ),
    )
}


def tests(folder: Folder) -> Iterator[Finding]:
    """One finding for each way of reaching nothing, in each module."""
    if tests_a_plugin(folder):
        return
    for module in folder.tests:
        if module.tree is not None:
            yield from _of_module(module, module.tree)


def untold(folder: Folder) -> tuple[str, ...]:
    """That this rule said nothing, where it could not."""
    if not tests_a_plugin(folder) or not folder.tests:
        return ()
    return (
        f"{folder.source}: whether its tests reach the code is not judged: the project extends pytest, so that a test "
        "that touches nothing may exercise it",
    )


def tests_a_plugin(folder: Folder) -> bool:
    """Whether the project extends pytest: then fixtures, marks and the runner are what its tests exercise."""
    return any(
        "pytest11" in words or re.search(r"^name\s*=\s*[\"']?pytest[\"']?\s*$", words, re.MULTILINE)
        for name, words in folder.settings
        if name in ("pyproject.toml", "setup.cfg", "setup.py")
    )


def _of_module(module: Module, tree: ast.Module) -> Iterator[Finding]:
    scope = scope_of(tree)
    if scope.stars or module.excused:
        return
    judged = [(test, *_way(test, scope, tree)) for test in module.tests]
    # What other tests use on their way to the product is a helper, and may well have tests of its own.
    helpers = {name for _, way, reach in judged if way is None for name in reach.classes | reach.functions}
    found: dict[str, list[tuple[Test, Reach]]] = defaultdict(list)
    for test, way, reach in judged:
        own = (reach.classes | reach.functions) - ({test.owner.name} if test.owner else set())
        if way is not None and not (way == "own-definitions" and own <= helpers):
            found[way].append((test, reach))
    for way, members in found.items():
        yield finding(
            module,
            _WAYS[way],
            [(test.name, test.function.lineno) for test, _ in members],
            _named(members) if way == "own-definitions" else "",
        )


def _named(members: list[tuple[Test, Reach]]) -> str:
    owners = {test.owner.name for test, _ in members if test.owner}
    own = sorted({name for _, found in members for name in found.classes | found.functions} - owners)
    return f" ({text.one_line(', '.join(own), 120)})"


def _way(test: Test, scope: Scope, tree: ast.Module) -> tuple[str | None, Reach]:
    """In which way a test reaches nothing, if in any, and what it reaches."""
    given = decorated.parametrized(test, tree)
    parameters = [one.arg for one in test.function.args.args]
    mocked = parameters[test.owner is not None :][: decorated.patched_parameters(test)]
    found = reaching.reach(scope, test, [*(given or ()), *mocked])
    excused = (
        dead_end(test)
        or marks(test) & (EXCUSED | {"usefixtures"})
        or decorated.unknown_decorator(test)
        or _is_generator(test)
    )
    if excused or found.unknown or given is None:
        return None, found
    return _by_patches(test, found) if found.outside else _without_outside(test, found), found


def _without_outside(test: Test, found: Reach) -> str | None:
    own = {name for name in found.classes if name != (test.owner.name if test.owner else "")}
    if not _asserts(test):
        return "touches-nothing" if _does_nothing(test, found) else None
    if found.mocks and not own:
        return "mock-only"
    if own or found.functions:
        return "own-definitions"
    roots = {name for name in found.standard if name.partition(".")[0] not in _TRIVIAL}
    ours = {name for name in roots if not name.startswith(("pytest", "unittest.")) and name != "asyncio.sleep"}
    return None if ours or _has_definitions(test) else "touches-nothing"


def _has_definitions(test: Test) -> bool:
    """A class or function inside a test is somebody trying something out: what it tries may be Python itself."""
    return any(isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) for node in test.nodes)


def _does_nothing(test: Test, found: Reach) -> bool:
    """A body of nothing but ``pass``, constants and prints, where nothing else can act: no parameter, no set-up."""
    if isinstance(test.function, ast.AsyncFunctionDef) or test.has_foreign_bases or test.function.args.args[1:]:
        return False
    if test.owner is None and test.function.args.args:
        return False
    set_up = test.owner is not None and any(
        isinstance(one, Function) and (one.name in reaching.SETTING_UP or one.decorator_list) for one in test.owner.body
    )
    return not set_up and not found.functions and not found.classes and all(
        isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and _is_idle(node.value))
        for node in body_of(test.function)
    )  # fmt: skip


def _is_idle(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Call) and dotted(node.func) == "print")


def _asserts(test: Test) -> bool:
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and ".assert" in f".{dotted(node.func)}")
        for node in test.nodes
    )


def _is_generator(test: Test) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in test.nodes)


# -- what was replaced ------------------------------------------------------------------------------------------------


def _by_patches(test: Test, found: Reach) -> str | None:
    targets = {target for call in decorated.patch_calls(test) if (target := _target(call, found))}
    if not targets or not _asserts(test):
        return None
    if all(looked_up and _replaced(name, targets) for name, looked_up in found.outside.items()):
        return "replaced"
    return "other-library" if _another(targets, set(found.outside)) else None


def _target(call: ast.Call, found: Reach) -> str:
    """The dotted name that a patch replaces by a plain mock; nothing where it puts something else in place."""
    if any(keyword.arg in ("wraps", "new", "side_effect") for keyword in call.keywords):
        return ""
    name = dotted(call.func)
    if name.endswith((".dict", ".multiple")):
        return ""
    last = call.args[-1] if len(call.args) == (2 if name.endswith(".object") else 1) else None
    if not (isinstance(last, ast.Constant) and isinstance(last.value, str)):
        return ""
    if not name.endswith(".object"):
        return last.value
    owner = dotted(call.args[0])
    return next((one for one in found.outside if owner and one.endswith(f"{owner}.{last.value}")), "")


def _replaced(name: str, targets: set[str]) -> bool:
    return any(name == target or name.startswith(f"{target}.") for target in targets)


def _another(targets: set[str], outside: set[str]) -> bool:
    patched = {target.partition(".")[0] for target in targets}
    called = {name.partition(".")[0] for name in outside}
    if not (patched <= _BUILDS_ON.keys() and called <= _BUILDS_ON.keys()) or patched & called:
        return False
    return not any(patched & _made_of(name) for name in called)


def _made_of(name: str) -> set[str]:
    below = _BUILDS_ON.get(name, set())
    return below | {deeper for one in below for deeper in _made_of(one)}
