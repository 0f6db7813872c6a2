"""What a test can touch: followed from its body through everything of its own file that it uses.

Followed are names, not values: the functions, classes, fixtures and assignments of the module, the methods and the
set-up of the test's class.  It ends at imports.  A name that cannot be followed (a fixture of a conftest.py, a base
class from elsewhere, a star import) is ``unknown``, and whoever reaches something unknown is accused of nothing.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conformance.garden.source.shape import (
    Function,
    Test,
    bases,
    decorators,
    dotted,
    is_fixture,
    parameters,
)

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


@dataclass(frozen=True, slots=True)
class Uses:
    """What one piece of a module names, its own names aside."""

    names: tuple[str, ...]
    imports: tuple[str, ...]
    mocks: bool


@dataclass(frozen=True, slots=True)
class Owner:
    """A test class, with what its bases in the same module add to it."""

    methods: Mapping[str, Function]
    values: Mapping[str, list[ast.AST]]
    setters: Mapping[str, list[Function]]
    """The names that its methods put on ``self``, and the methods that do."""
    bases: tuple[str, ...]
    """Those that stand in no class of the module."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one module."""

    imports: Mapping[str, str]
    """What a name stands for: ``{"np": "numpy", "Client": "httpx.Client"}``."""
    functions: Mapping[str, Function]
    classes: Mapping[str, ast.ClassDef]
    values: Mapping[str, list[ast.AST]]
    fixtures: Mapping[str, Function]
    autouse: tuple[Function, ...]
    stars: bool
    uses: dict[tuple[int, bool], Uses] = field(default_factory=dict)
    """What has been read off functions, classes and statements already: tests share most of what they reach."""
    owners: dict[int, Owner] = field(default_factory=dict)


def scope_of(tree: ast.Module) -> Scope:
    """The names that a module binds at its top, wherever a condition puts them."""
    imports: dict[str, str] = {}
    functions: dict[str, Function] = {}
    classes: dict[str, ast.ClassDef] = {}
    values: dict[str, list[ast.AST]] = {}
    stars = False
    for node in _top(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports |= imported(node)
            stars = stars or any(alias.name == "*" for alias in node.names)
        elif isinstance(node, Function):
            functions[node.name] = node
        elif isinstance(node, ast.ClassDef):
            classes[node.name] = node
        else:
            for name in _bound(node):
                values.setdefault(name, []).append(node)
    fixtures = {fixture_name(one): one for one in functions.values() if is_fixture(one)}
    autouse = tuple(one for one in fixtures.values() if _is_autouse(one))
    return Scope(imports, functions, classes, values, fixtures, autouse, stars)


def _top(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement that runs on import, but for what functions and classes hold."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, Function | ast.ClassDef | ast.expr):
            waiting.extend(ast.iter_child_nodes(node))


def imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    """The names that an import binds, and what each stands for; relative ones begin with dots."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name.partition(".")[0]:
                alias.name if alias.asname else alias.name.partition(".")[0] for alias in node.names}  # fmt: skip
    base = "." * node.level + (node.module or "")
    return {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}


def _bound(node: ast.AST) -> set[str]:
    """The names that a statement assigns, its own parts aside that are statements too."""
    names: set[str] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            names.add(one.id)
        waiting.extend(part for part in ast.iter_child_nodes(one) if not isinstance(part, ast.stmt | ast.Lambda))
    return names


def fixture_name(function: Function) -> str:
    """The name that tests ask for it by."""
    for decorator in function.decorator_list:
        for keyword in decorator.keywords if isinstance(decorator, ast.Call) else ():
            if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return function.name


def _is_autouse(function: Function) -> bool:
    return any(
        keyword.arg == "autouse"
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def is_patch(name: str) -> bool:
    """Whether this is a call of ``mock.patch`` in one of its forms, or of ``mocker.patch``."""
    parts = name.split(".")
    return parts[-1] == "patch" or (
        len(parts) > 1 and parts[-2] == "patch" and parts[-1] in ("object", "dict", "multiple")
    )


class _Walk:
    """One test's way through its module."""

    def __init__(self, scope: Scope, test: Test, given: set[str]) -> None:
        self.scope, self.test, self.given = scope, test, given
        self.reach = Reach()
        self.done: set[int] = set()
        self.owner = _owner_of(test.owner, scope) if test.owner is not None else None
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
            if name in SETTING_UP or (is_fixture(method) and _is_autouse(method)):
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
            known = self.scope.uses[id(node), of_owner] = _uses_of(node, of_owner)
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


def _uses_of(node: ast.AST, of_owner: bool) -> Uses:
    """What a function, a class or a statement names; the annotations of a function do nothing."""
    parts: list[ast.AST] = [node]
    local: set[str] = set()
    if isinstance(node, Function):
        parts = [*node.decorator_list, *node.args.defaults, *(one for one in node.args.kw_defaults if one), *node.body]
        local = _assigned_in(node)
        if of_owner:
            # A nested class has a self too; what cannot be followed on either makes the test unknown, and not accused.
            local -= {"self", "cls"}
    elif isinstance(node, ast.ClassDef):
        parts = [*node.decorator_list, *node.bases, *(one.value for one in node.keywords), *node.body]
        local = _assigned_in(node)
    names, imports, mocks = dict[str, None](), dict[str, None](), False
    while parts:
        one = parts.pop()
        if isinstance(one, ast.Import | ast.ImportFrom):
            imports |= dict.fromkeys(imported(one).values())
        elif isinstance(one, ast.Call) and is_patch(dotted(one.func)):
            # What is replaced is not what is used; its place is taken by a mock, or by what is given.
            mocks = True
            parts.extend((*one.args[1:], *(keyword.value for keyword in one.keywords)))
        elif isinstance(one, ast.Attribute | ast.Name) and (name := _plain_dotted(one)):
            if name.partition(".")[0] not in local:
                names[name] = None
        else:
            parts.extend(ast.iter_child_nodes(one))
    return Uses(tuple(names), tuple(imports), mocks)


def _owner_of(node: ast.ClassDef, scope: Scope) -> Owner:
    if id(node) not in scope.owners:
        family = _family(node, scope)
        scope.owners[id(node)] = Owner(
            _methods(family), _values_of(family), _setters(_methods(family)),
            tuple(base for one in family for base in bases(one) if base not in scope.classes),
        )  # fmt: skip
    return scope.owners[id(node)]


def reach(scope: Scope, test: Test, given: Iterable[str] = ()) -> Reach:
    """What a test touches; ``given`` are parameters that no fixture fills (parametrize, patch)."""
    return _Walk(scope, test, set(given)).reach


def _plain_dotted(node: ast.AST) -> str:
    """``a.b.c`` where nothing is called on the way."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _assigned_in(node: Function | ast.ClassDef) -> set[str]:
    """Every name that is bound anywhere in it, in nested functions too: such a name is nobody else's."""
    names: set[str] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            names.add(one.id)
        elif isinstance(one, Function | ast.ClassDef) and one is not node:
            names.add(one.name)
        elif isinstance(one, ast.arg):
            names.add(one.arg)
        elif isinstance(one, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and one.name:
            names.add(one.name)
        elif isinstance(one, ast.Import | ast.ImportFrom):
            names |= set(imported(one))
    return names


def _family(owner: ast.ClassDef, scope: Scope) -> list[ast.ClassDef]:
    """A class and those of its bases that stand in the same module."""
    found, waiting = [], [owner]
    while waiting:
        node = waiting.pop(0)
        if node not in found:
            found.append(node)
            waiting += [scope.classes[base] for base in bases(node) if base in scope.classes]
    return found


def _methods(family: list[ast.ClassDef]) -> dict[str, Function]:
    found: dict[str, Function] = {}
    for one in (one for node in family for one in node.body):
        if isinstance(one, Function):
            found.setdefault(one.name, one)
    return found


def _values_of(family: list[ast.ClassDef]) -> dict[str, list[ast.AST]]:
    found: dict[str, list[ast.AST]] = {}
    for one in (one for node in family for one in node.body):
        for name in _bound(one) if not isinstance(one, Function | ast.ClassDef) else ():
            found.setdefault(name, []).append(one)
    return found


def _setters(methods: Mapping[str, Function]) -> dict[str, list[Function]]:
    found: dict[str, list[Function]] = {}
    for method in methods.values():
        for one in ast.walk(method):
            if (
                isinstance(one, ast.Attribute)
                and isinstance(one.ctx, ast.Store)
                and dotted(one.value) in ("self", "cls")
            ):
                found.setdefault(one.attr, []).append(method)
    return found


def patch_calls(test: Test) -> list[ast.Call]:
    """The calls by which a test replaces something while it runs."""
    nodes: list[ast.AST] = [*test.nodes, *test.function.decorator_list]
    nodes += test.owner.decorator_list if test.owner is not None else []
    return [node for node in nodes if isinstance(node, ast.Call) and is_patch(dotted(node.func))]


def patched_parameters(test: Test) -> int:
    """How many parameters ``@patch`` fills in: one for each that is not told what to put in place."""
    owners = test.owner.decorator_list if test.owner is not None else []
    calls = [one for one in (*test.function.decorator_list, *owners)
             if isinstance(one, ast.Call) and is_patch(dotted(one.func))]  # fmt: skip
    return sum(not _has_new(call) for call in calls if not dotted(call.func).endswith((".dict", ".multiple")))


def _has_new(call: ast.Call) -> bool:
    place = 2 if dotted(call.func).endswith(".object") else 1
    return len(call.args) > place or any(keyword.arg == "new" for keyword in call.keywords)


def parametrized(test: Test, tree: ast.Module) -> set[str] | None:
    """The parameters that ``parametrize`` fills; ``None`` where their names are not written there."""
    marks: list[ast.AST] = [*test.function.decorator_list, *(test.owner.decorator_list if test.owner else ())]
    for node in (*tree.body, *(test.owner.body if test.owner else ())):
        if isinstance(node, ast.Assign) and any(dotted(one) == "pytestmark" for one in node.targets):
            marks.append(node.value)
    names: set[str] = set()
    for node in (one for mark in marks for one in ast.walk(mark)):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("parametrize"):
            written = _names_of(node)
            if written is None:
                return None
            names |= written
    return names


def _names_of(call: ast.Call) -> set[str] | None:
    given = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "argnames"), None)
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return {name.strip() for name in given.value.split(",") if name.strip()}
    if isinstance(given, ast.List | ast.Tuple):
        names = [one.value for one in given.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return set(names) if len(names) == len(given.elts) else None
    return None


def unknown_decorator(test: Test) -> bool:
    """Whether a decorator that is not read here may do what the body does not."""
    for name in (*decorators(test.function), *(decorators(test.owner) if test.owner else ())):
        last = name.rpartition(".")[2]
        is_mark = ".mark." in f".{name}" and not any(word in last for word in ("compare", "snapshot", "image", "mypy"))
        if not (is_mark or is_patch(name) or last in _KNOWN_DECORATORS):
            return True
    return False


_KNOWN_DECORATORS = frozenset({"staticmethod", "classmethod", "skip", "skipIf", "skipUnless", "expectedFailure"})
