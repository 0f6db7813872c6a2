"""Assertions that hold whatever is true, and tests that swallow every failure.

Accused: ``assert (x, "words")`` (a display that is not empty), ``assert "words"``, ``assert x or True``, a lambda, a
generator, ``assert a.x == a.x``, ``mock.called_once_with(1)`` in place of an assertion, and a test all of whose checks
stand in a ``try`` whose handler takes every exception and does nothing that can fail.  Not accused:
``assert True`` after calls that may raise: pointless, and harmless.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from conformance.garden.model import Finding
from conformance.garden.source.folder import Folder
from conformance.garden.source.rule import Rule, finding
from conformance.garden.source.shape import EXCUSED, Test, body_of, dotted, marks

_ALWAYS = Rule(
    "always-true",
    "assertions that always hold",
    "the asserted expression is true whatever its parts are",
    "Write what was meant: a tuple wants its parentheses gone, and an or True wants to go.",
)
_SWALLOWED = Rule(
    "swallowed",
    "tests that swallow every failure",
    "every check of the test stands in a try whose handler takes every exception and does nothing that can fail",
    "Let the exception through, or assert in the handler what was expected.",
)

_MISSPELT = ("called_once", "called_once_with", "called_with", "any_call", "has_calls", "not_called")
_EVERYTHING = frozenset({"Exception", "BaseException", "AssertionError"})
_IDLE = ("print", "pprint", "traceback.print_exc", "logging.", "logger.", "log.", "warnings.warn", "self.logger.",
         "sys.stdout.write", "sys.stderr.write")  # fmt: skip


def assertions(folder: Folder) -> Iterator[Finding]:
    """For each module one finding for assertions that always hold, and one for tests that swallow their failures."""
    for module in folder.tests:
        always = [
            (test.name, node.lineno)
            for test in module.tests
            for node in test.nodes
            if isinstance(node, ast.Assert | ast.Expr) and _says_nothing(node, mocks="mock" in module.words.lower())
        ]
        if always:
            yield finding(module, _ALWAYS, always)
        swallowed = [(test.name, node.lineno) for test in module.tests if (node := _swallowing(test))]
        if swallowed:
            yield finding(module, _SWALLOWED, swallowed)


def _always_holds(said: ast.expr) -> bool:
    if isinstance(said, ast.BoolOp) and isinstance(said.op, ast.Or):
        return any(isinstance(one, ast.Constant) and bool(one.value) for one in said.values)
    if isinstance(said, ast.Tuple | ast.List | ast.Set):
        return any(not isinstance(one, ast.Starred) for one in said.elts)
    if isinstance(said, ast.JoinedStr):
        return any(isinstance(one, ast.Constant) and bool(one.value) for one in said.values)
    if isinstance(said, ast.Lambda | ast.GeneratorExp):
        return True
    if isinstance(said, ast.Constant):
        return isinstance(said.value, str) and bool(said.value)
    return _compares_with_itself(said)


def _is_misspelt(said: ast.expr) -> bool:
    """``mock.called_once_with(1)``: no assertion of a mock begins so, and every other name of a mock is a mock."""
    return isinstance(said, ast.Call) and isinstance(said.func, ast.Attribute) and said.func.attr in _MISSPELT


def _says_nothing(node: ast.Assert | ast.Expr, *, mocks: bool) -> bool:
    """An assertion that always holds, or a misspelt one of a mock."""
    if isinstance(node, ast.Assert):
        return _always_holds(node.test) or (mocks and _is_misspelt(node.test))
    return mocks and _is_misspelt(node.value)


def _compares_with_itself(said: ast.expr) -> bool:
    """``a.x == a.x``.  A plain name on both sides may be a test of its own ``__eq__``, and a call may differ."""
    if not (isinstance(said, ast.Compare) and len(said.ops) == 1 and isinstance(said.ops[0], ast.Eq | ast.Is)):
        return False
    left, right = said.left, said.comparators[0]
    return isinstance(left, ast.Attribute) and bool(_path(left)) and _path(left) == _path(right)


def _path(node: ast.expr) -> str:
    """``a.b.c`` where nothing is called or looked up on the way."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _swallowing(test: Test) -> ast.Try | None:
    """The ``try`` that takes every failure of a test, where nothing beside it can fail."""
    if marks(test) & EXCUSED:
        return None
    found = None
    for node in body_of(test.function):
        if isinstance(node, ast.Try) and _takes_everything(node) and _checks(node.body):
            found = node
        elif not _is_idle(node):
            return None
    return found


def _takes_everything(node: ast.Try) -> bool:
    """Whether some handler takes what an assertion raises, and none, nor what follows, can fail."""
    rest = [*(one for handler in node.handlers for one in handler.body), *node.orelse, *node.finalbody]
    return any(_is_wide(handler) for handler in node.handlers) and all(_is_idle(one) for one in rest)


def _is_wide(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or dotted(kind) in _EVERYTHING for kind in kinds)


def _checks(body: list[ast.stmt]) -> bool:
    """A try that only calls something may be asking whether it can: what is swallowed has to be a check."""
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and dotted(node.func).startswith("self.assert"))
        for statement in body
        for node in ast.walk(statement)
    )


def _is_idle(node: ast.stmt) -> bool:
    """Whether a statement cannot make a test fail."""
    if isinstance(node, ast.Pass | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Return):
        return node.value is None or isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and bool(node.test.value)
    if isinstance(node, ast.Assign):
        return not any(isinstance(one, ast.Call | ast.Await | ast.Subscript) for one in ast.walk(node.value))
    if not isinstance(node, ast.Expr):
        return False
    return isinstance(node.value, ast.Constant) or (
        isinstance(node.value, ast.Call) and dotted(node.value.func).startswith(_IDLE)
    )
