"""Which functions of a parsed module are tests, and what can be read off them without running anything."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef

_CASES = ("TestCase", "IsolatedAsyncioTestCase")
_PLAIN_BASES = frozenset({"object", "TestCase", "unittest.TestCase", "IsolatedAsyncioTestCase",
                          "unittest.IsolatedAsyncioTestCase"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """What pytest takes for a test, as its options name it."""

    files: tuple[str, ...] = ("test_*.py", "*_test.py")
    classes: tuple[str, ...] = ("Test",)
    functions: tuple[str, ...] = ("test",)
    passed_over: tuple[str, ...] = ("*.egg", ".*", "_darcs", "CVS", "{arch}")
    """Folders that pytest does not go into."""
    ignored: tuple[str, ...] = ()
    """Paths from the project's root that it is told to ignore."""

    def is_class(self, name: str) -> bool:
        return _named(name, self.classes)

    def is_function(self, name: str) -> bool:
        return _named(name, self.functions)


def _named(name: str, patterns: Iterable[str]) -> bool:
    return any(name.startswith(one) or fnmatch.fnmatch(name, one) for one in patterns)


@dataclass(frozen=True, slots=True)
class Test:
    """One test function, and the class that it stands in."""

    __test__ = False  # a name of ours, and no test

    function: Function
    owner: ast.ClassDef | None = None
    nodes: tuple[ast.AST, ...] = ()
    """Everything that runs when the function runs: nested functions and classes are not gone into."""

    @property
    def name(self) -> str:
        return f"{self.owner.name}::{self.function.name}" if self.owner else self.function.name

    @property
    def is_unittest(self) -> bool:
        return self.owner is not None and any(base.endswith("TestCase") for base in bases(self.owner))

    @property
    def has_foreign_bases(self) -> bool:
        """Whether its class takes anything from a class that is not read here."""
        return self.owner is not None and any(base not in _PLAIN_BASES for base in bases(self.owner))


def tests_in(tree: ast.Module, naming: Naming) -> Iterator[Test]:
    """The tests of a module, those that pytest and unittest collect."""
    for node in _statements(tree.body):
        if isinstance(node, Function) and naming.is_function(node.name) and not is_fixture(node):
            yield Test(node, None, tuple(_own_nodes(node)))
        elif isinstance(node, ast.ClassDef) and is_test_class(node, naming):
            for method in _statements(node.body):
                of_case = any(base.endswith("TestCase") for base in bases(node))
                named = method.name.startswith("test") if isinstance(method, Function) and of_case else (
                    isinstance(method, Function) and naming.is_function(method.name)
                )  # fmt: skip
                if isinstance(method, Function) and named and not is_fixture(method):
                    yield Test(method, node, tuple(_own_nodes(method)))


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, with those that stand under a condition."""
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from _statements((*node.body, *node.orelse))
        else:
            yield node


def is_test_class(node: ast.ClassDef, naming: Naming) -> bool:
    """Whether pytest looks for tests in it, a constructor left aside."""
    if any(base.endswith("TestCase") for base in bases(node)):
        return True
    return naming.is_class(node.name) and not any(
        isinstance(one, ast.Assign) and any(dotted(target) == "__test__" for target in one.targets) for one in node.body
    )


def bases(node: ast.ClassDef) -> list[str]:
    """The names of its bases; one that has no name is ``?``."""
    return [dotted(base) or "?" for base in node.bases]


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for its expression, the function's name for a call; nothing for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def decorators(node: Function | ast.ClassDef) -> list[str]:
    """The dotted names of its decorators; one that has none is ``?``."""
    return [dotted(one) or "?" for one in node.decorator_list]


def is_fixture(node: Function) -> bool:
    return any(name.rpartition(".")[2] in ("fixture", "yield_fixture") for name in decorators(node))


def marks(test: Test) -> set[str]:
    """The last words of its decorators and of its class's: ``skip``, ``parametrize``, ``asyncio`` …"""
    names = [*decorators(test.function), *(decorators(test.owner) if test.owner else ())]
    return {name.rpartition(".")[2] for name in names}


EXCUSED = frozenset({"skip", "skipIf", "skipif", "skipUnless", "xfail", "expectedFailure"})
"""Marks by which a test says itself that its outcome is not to be counted on."""


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def body_of(function: Function) -> list[ast.stmt]:
    """Its statements without the docstring."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if is_docstring else function.body


def parameters(function: Function, in_class: bool) -> list[str]:
    """The names that a runner has to fill in: those without a default, without self."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    names = [one.arg for one in positional[: len(positional) - len(arguments.defaults)]]
    is_static = "staticmethod" in decorators(function)
    names = names[1:] if in_class and not is_static else names
    return names + [one.arg for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
                    if default is None]  # fmt: skip
