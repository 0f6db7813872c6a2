"""What a test can touch: followed from its body through everything of its own file that it uses.

Followed are names, not values: the functions, classes, fixtures and assignments of the module, the methods and the
set-up of the test's class.  It ends at imports.  A name that cannot be followed (a fixture of a conftest.py, a base
class from elsewhere, a star import) is ``unknown``, and whoever reaches something unknown is accused of nothing.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field

from conformance.garden.source.scope import Owner, Scope, is_autouse, owner_of, uses_of
from conformance.garden.source.shape import Function, Test, is_fixture, parameters

HARMLESS_MODULES = frozenset(
    {"__future__", "abc", "asyncio", "base64", "collections", "concurrent", "contextlib", "copy", "dataclasses",
     "datetime", "decimal", "enum", "functools", "hashlib", "heapq", "itertools", "json", "logging", "math", "operator",
     "queue", "random", "re", "secrets", "statistics", "string", "textwrap", "threading", "time", "traceback", "types",
     "typing", "typing_extensions", "unittest", "uuid", "warnings", "weakref", "zlib"}
)  # fmt: skip
"""Modules of Python through which nothing but the test itself is reached: no file, process, network or import."""

_OPENINGS = ("asyncio.open_", "asyncio.start_", "asyncio.create_subprocess", "asyncio.create_server")
_TOOLS = ("pytest.mark", "pytest.raises", "pytest.fail", "pytest.skip", "pytest.xfail", "pytest.fixture",
          "pytest.param", "pytest.approx", "pytest_asyncio.fixture")  # fmt: skip
_MOCKS = ("unittest.mock", "mock")
_RISKY_BUILTINS = frozenset({"open", "exec", "eval", "compile", "__import__", "globals", "locals", "vars", "input"})
_BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}

HARMLESS_FIXTURES = frozenset({"tmp_path", "tmpdir", "capsys", "capfd", "caplog", "event_loop", "recwarn", "subtests"})
SETTING_UP = frozenset({"setUp", "setUpClass", "asyncSetUp", "setup_method", "setup_class", "setup", "__init__",
                        "tearDown", "tearDownClass", "asyncTearDown", "teardown_method", "teardown_class"})  # fmt: skip
_OF_TESTCASE = ("assert", "fail", "skipTest", "subTest", "addCleanup", "id", "addAsyncCleanup", "enterContext")


@dataclass(slots=True)
class Reach:
    """What one test touches."""

    outside: dict[str, bool] = field(default_factory=dict)
    """Dotted names of what is imported; whether it is looked up in its module when it is used."""
    standard: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    mocks: bool = False


class _Walk:
    """One test's way through its module."""

    def __init__(self, scope: Scope, test: Test, given: set[str]) -> None:
        self.scope, self.test, self.given = scope, test, given
        self.reach = Reach()
        self.done: set[int] = set()
        self.owner = owner_of(test.owner, scope) if test.owner is not None else None
        self._function(test.function)
        for fixture in scope.autouse:
            self._function(fixture)
        if self.owner is not None:
            self._set_up(self.owner)

    def _set_up(self, owner: Owner) -> None:
        for base in owner.bases:
            if base.endswith("TestCase"):
                self._names((base,))
            elif base != "object":
                self.reach.unknown.add(base)
        for name, method in owner.methods.items():
            if name in SETTING_UP or (is_fixture(method) and is_autouse(method)):
                self._function(method)

    def _function(self, function: Function) -> None:
        if id(function) in self.done:
            return
        self.done.add(id(function))
        in_class = self.owner is not None and any(function is method for method in self.owner.methods.values())
        if function is self.test.function or is_fixture(function):
            for name in parameters(function, in_class):
                self._fixture(name)
        self._uses(function, in_class)

    def _fixture(self, name: str) -> None:
        methods = self.owner.methods if self.owner is not None else {}
        if name in self.scope.fixtures:
            self._function(self.scope.fixtures[name])
        elif name in methods and is_fixture(methods[name]):
            self._function(methods[name])
        elif name not in HARMLESS_FIXTURES and name not in self.given:
            self.reach.unknown.add(name)

    def _uses(self, node: ast.AST, of_owner: bool = False) -> None:
        known = self.scope.uses.get((id(node), of_owner))
        if known is None:
            known = self.scope.uses[id(node), of_owner] = uses_of(node, of_owner)
        self.reach.mocks = self.reach.mocks or known.mocks
        for target in known.imports:
            self._outside(target, False)
        self._names(known.names)

    def _names(self, names: Iterable[str]) -> None:
        for name in names:
            root, _, rest = name.partition(".")
            if root in ("self", "cls") and self.owner is not None:
                self._of_self(self.owner, rest.partition(".")[0])
            elif not self._follow(root, rest) and (root in _RISKY_BUILTINS or root not in _BUILTINS):
                self.reach.unknown.add(root)

    def _follow(self, root: str, rest: str) -> bool:
        """Go after everything that a name of the module may stand for; False where it is none of its names."""
        scope = self.scope
        if root in scope.functions:
            self.reach.functions.add(root)
            self._function(scope.functions[root])
        if root in scope.classes:
            self._class(scope.classes[root])
        for value in scope.values.get(root, ()):
            self._value(value)
        if root in scope.imports:
            self._outside(scope.imports[root] + (f".{rest}" if rest else ""), bool(rest))
        return any(root in one for one in (scope.functions, scope.classes, scope.values, scope.imports))

    def _class(self, node: ast.ClassDef) -> None:
        self.reach.classes.add(node.name)
        if id(node) not in self.done:
            self.done.add(id(node))
            self._uses(node)

    def _value(self, value: ast.AST) -> None:
        if id(value) not in self.done:
            self.done.add(id(value))
            self._uses(value)

    def _of_self(self, owner: Owner, name: str) -> None:
        if name in owner.methods:
            self._function(owner.methods[name])
        for value in owner.values.get(name, ()):
            self._value(value)
        for setter in owner.setters.get(name, ()):
            # Whether anybody calls it is not known; what it puts there may be the product.
            self._function(setter)
        known = name in owner.methods or name in owner.values or name in owner.setters
        if name and not known and not name.startswith(_OF_TESTCASE):
            self.reach.unknown.add(f"self.{name}")

    def _outside(self, name: str, looked_up: bool) -> None:
        root = name.partition(".")[0]
        if name.startswith(_MOCKS) and root in ("unittest", "mock"):
            self.reach.mocks = True
        elif (
            (root in HARMLESS_MODULES and not name.startswith(_OPENINGS)) or name.startswith(_TOOLS) or name == "pytest"
        ):
            self.reach.standard.add(name)
        else:
            self.reach.outside[name] = self.reach.outside.get(name, True) and looked_up


def reach(scope: Scope, test: Test, given: Iterable[str] = ()) -> Reach:
    """What a test touches; ``given`` are parameters that no fixture fills (parametrize, patch)."""
    return _Walk(scope, test, set(given)).reach
