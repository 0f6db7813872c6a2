"""The names of one module: what each may stand for, and what each piece of the module names in turn."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conformance.garden.source.decorated import is_patch
from conformance.garden.source.shape import Function, bases, dotted, is_fixture


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
    autouse = tuple(one for one in fixtures.values() if is_autouse(one))
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


def is_autouse(function: Function) -> bool:
    return any(
        keyword.arg == "autouse"
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def uses_of(node: ast.AST, of_owner: bool) -> Uses:
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


def owner_of(node: ast.ClassDef, scope: Scope) -> Owner:
    """A test class with its bases of the same module, read once."""
    if id(node) not in scope.owners:
        family = _family(node, scope)
        scope.owners[id(node)] = Owner(
            _methods(family), _values_of(family), _setters(_methods(family)),
            tuple(base for one in family for base in bases(one) if base not in scope.classes),
        )  # fmt: skip
    return scope.owners[id(node)]


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
