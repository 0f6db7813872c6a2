"""What a statement or an expression is, as far as its tree tells, and where another can be put."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from typing import Any

Put = Callable[[ast.expr], None]
"""Puts another expression in the place of one."""

LOGGING = {"line", "note", "print_exc", "format_exc"}
"""Calls that only tell people something."""


def is_docstring(one: ast.stmt) -> bool:
    """Whether a statement is nothing but a text."""
    return isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)


def is_skipped(one: ast.stmt) -> bool:
    """Whether a statement only logs, explains, or is for type checkers."""
    if isinstance(one, ast.If):
        return "TYPE_CHECKING" in ast.unparse(one.test) or "__name__" in ast.unparse(one.test)
    if not isinstance(one, ast.Expr):
        return False
    return is_docstring(one) or (isinstance(one.value, ast.Call) and name_called(one.value) in LOGGING)


def acts(one: ast.stmt) -> bool:
    """Whether a statement calls something for its effect."""
    if not isinstance(one, ast.Expr) or is_skipped(one):
        return False
    return isinstance(one.value.value if isinstance(one.value, ast.Await) else one.value, ast.Call)


def has_effect(*statements: ast.stmt) -> bool:
    """Whether each of these could be left out, and the rest would still run."""
    return all(
        acts(one)
        or isinstance(one, ast.AugAssign | ast.Delete)
        or (isinstance(one, ast.Assign) and all(isinstance(to, ast.Attribute | ast.Subscript) for to in one.targets))
        for one in statements
    )


def name_called(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_text(*operands: ast.expr) -> bool:
    """Whether ``+`` joins texts or lists here, as far as one can see."""
    kinds = (ast.JoinedStr, ast.List, ast.Tuple)
    return any(isinstance(one, kinds) or (isinstance(one, ast.Constant) and isinstance(one.value, str | bytes))
               for one in operands)  # fmt: skip


def is_not(value: ast.expr) -> bool:
    """Whether an expression is a negation."""
    return isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not)


def inverted(value: ast.expr) -> ast.expr:
    """The negation of an expression."""
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
        return value.operand
    return ast.copy_location(ast.UnaryOp(ast.Not(), value), value)


def put_field(node: ast.AST, field: str) -> Put:
    """Puts into a field of a node."""
    return lambda new: setattr(node, field, new)


def put_item(items: list[Any], index: int) -> Put:
    """Puts into a list."""
    return lambda new: items.__setitem__(index, new)


def head(one: ast.stmt) -> str:
    """A statement in one line."""
    if isinstance(one, ast.If):
        return f"if {ast.unparse(one.test)}: {head(one.body[0])}{' ...' if len(one.body) > 1 else ''}"
    return ast.unparse(copy.copy(one)).partition("\n")[0]


def shortened(text: str, most: int = 160) -> str:
    """One line that is not too long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 2]} …"
