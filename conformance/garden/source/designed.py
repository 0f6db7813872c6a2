"""Tests that are made to fail: whatever the code does, they end red.

Accused is only what stands at the end of every way through the test: not under a condition, in a loop, a ``try`` or a
``with`` (``pytest.raises`` expects it), and in no test that returns or skips before.  A test that is marked as
expected to fail says so itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from conformance.garden.model import Finding
from conformance.garden.source.decorated import unknown_decorator
from conformance.garden.source.folder import Folder
from conformance.garden.source.rule import Rule, finding
from conformance.garden.source.shape import EXCUSED, Test, dotted, marks

_DESIGNED = Rule(
    "designed-to-fail",
    "tests that fail whatever the code does",
    "a failure that stands unconditionally at the test's own level",
    "Assert what the code shall do, and mark the test as expected to fail, with a reason, until it does.",
)


def tests(folder: Folder) -> Iterator[Finding]:
    """One finding for each module."""
    for module in folder.tests:
        found = [
            (test.name, end.lineno)
            for test in module.tests
            if not module.excused
            and not marks(test) & EXCUSED
            and not unknown_decorator(test)
            and (end := dead_end(test))
        ]
        if found:
            yield finding(module, _DESIGNED, found)


def dead_end(test: Test) -> ast.stmt | None:
    """The statement that fails whatever happened before it."""
    for node in test.nodes:
        leaves = isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in (
            "skip",
            "xfail",
            "skipTest",
            "exit",
        )
        if leaves or isinstance(node, ast.Return | ast.Yield | ast.YieldFrom):
            return None
    return next((node for node in test.function.body if _fails(node)), None)


def _fails(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assert):
        return isinstance(node.test, ast.Constant) and not node.test.value
    if isinstance(node, ast.Raise) and node.exc is not None:
        return dotted(node.exc) in ("AssertionError", "NotImplementedError")
    call = node.value if isinstance(node, ast.Expr) else None
    return isinstance(call, ast.Call) and dotted(call.func) in ("pytest.fail", "self.fail")
