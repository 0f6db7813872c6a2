"""All the small changes that can be made to a module, by operator.  Pure: source in, changes out.

Written by hand, because cosmic-ray and mutmut change files in place and run tests that import them, and the larger
half of these operators (awaits, guards, handlers, order of statements, statements of SQL) is not among theirs.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mutants.trees import (
    LOGGING,
    Put,
    acts,
    has_effect,
    head,
    inverted,
    is_docstring,
    is_not,
    is_skipped,
    is_text,
    name_called,
    put_field,
    put_item,
    shortened,
)

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPPOSITES = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
"""Comparisons whose change is their negation."""
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip

SQL = re.compile(r"\b(SELECT|INSERT|DELETE|UPDATE|WHERE|ORDER BY|LIMIT)\b")
SQL_CHANGES = ((" > ", " >= "), (" < ", " <= "), (" AND ", " OR "), (" DESC", ""), (" = 0", " = 1"), ("max(", "min("))
ONE_WORD = re.compile(r"\S+")
"""A text that decides something has no blanks: sentences are for people."""

ANY_ORDER = {"isinstance", "min", "max", "TypeVar"}
"""Calls whose arguments are not swapped."""
LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One small change."""

    module: str
    """Within the package: ``core.roles``."""
    scope: str
    """The function, or the name at the top of the module, in which it is made."""
    line: int
    offset: int
    """Lines from the start of the scope: what is written above it does not change the id."""
    operator: str
    index: int
    """Which of this operator's on this line."""
    before: str
    after: str
    digest: str
    """Of the scope: a judgement holds for as long as that stays as it is."""
    at_import: bool
    """Carried out when the module is imported, and not by a call."""

    @property
    def id(self) -> str:
        """The same for as long as the scope is not changed above it."""
        return f"{self.module}:{self.scope}+{self.offset}:{self.operator}:{self.index}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mutation of one tree, and how to make it there."""

    mutation: Mutation
    edit: Callable[[], None]
    block: list[ast.stmt]
    statement: ast.stmt

    def mark(self, marker: str, *said: str) -> None:
        """Call ``marker`` before the statement, unless that is carried out at import."""
        if not self.mutation.at_import:
            call = ast.Expr(ast.Call(ast.Name(marker, ast.Load()), [ast.Constant(word) for word in said], []))
            self.block.insert(self.block.index(self.statement), ast.copy_location(call, self.statement))


def mutations(module: str, source: str) -> list[Mutation]:
    """All changes that can be made to a module, in the order of its text."""
    return [one.mutation for one in Search(module, ast.parse(source)).candidates()]


def mutated(module: str, source: str, name: str, marker: str | None = None) -> ast.Module:
    """The module's tree with one change made; raises LookupError for an id that there is not.

    With ``marker`` a call of that name comes before the changed statement, unless that is carried out at import.
    """
    tree = ast.parse(source)
    for one in Search(module, tree).candidates():
        if one.mutation.id == name:
            if marker is not None:
                one.mark(marker)
            one.edit()
            return ast.fix_missing_locations(tree)
    raise LookupError(f"{module} has no mutation {name}")


def marked(module: str, source: str, names: Collection[str], marker: str) -> ast.Module:
    """The module's tree as it is, but for a call of ``marker`` with the id of each of these mutations before the
    statement that it would change, unless that is carried out at import."""
    tree = ast.parse(source)
    for one in Search(module, tree).candidates():
        if one.mutation.id in names:
            one.mark(marker, one.mutation.id)
    return ast.fix_missing_locations(tree)


def drawn(found: Sequence[Mutation], seed: int) -> list[Mutation]:
    """All in a random order, of which every beginning is a fair sample.

    The place of each follows from its id and its scope alone, so that a change elsewhere leaves the order as it was.
    """
    return sorted(found, key=lambda one: hashlib.sha256(f"{seed}:{one.id}:{one.digest}".encode()).digest())


class Search:
    """Walks a tree and collects what could be changed in it."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self.module = module
        self.tree = tree
        self.found: list[Candidate] = []
        self.taken: Counter[str] = Counter()
        self.names: list[str] = []
        self.scope: ast.AST = tree
        self.digests: dict[int, str] = {}
        self.function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
        self.place: tuple[list[ast.stmt], ast.stmt] = ([], ast.Pass())

    def candidates(self) -> list[Candidate]:
        """Everything, in the order of the text."""
        self.block(self.tree.body)
        return self.found

    def add(self, operator: str, node: ast.AST, before: str, after: str, edit: Callable[[], None]) -> None:
        """Note one change."""
        line: int = getattr(node, "lineno", 0) or self.place[1].lineno
        scope = ".".join(self.names)
        offset = line - int(getattr(self.scope, "lineno", 1))
        key = f"{scope}+{offset}:{operator}"
        if id(self.scope) not in self.digests:
            self.digests[id(self.scope)] = hashlib.sha256(ast.dump(self.scope).encode()).hexdigest()[:12]
        found = Mutation(
            self.module, scope, line, offset, operator, self.taken[key], shortened(before), shortened(after),
            self.digests[id(self.scope)], self.function is None,
        )  # fmt: skip
        self.taken[key] += 1
        self.found.append(Candidate(found, edit, *self.place))

    # -- statements -----------------------------------------------------------------------------------------------

    def block(self, statements: list[ast.stmt]) -> None:
        """A list of statements: each of them, and neighbours that could change places."""
        for index, statement in enumerate(list(statements)):
            if index == 0 and is_docstring(statement):
                continue
            self.place = (statements, statement)
            self.statement(statements, statement)
            following = statements[index + 1] if index + 1 < len(statements) else None
            if following is not None and (acts(statement) or acts(following)) and has_effect(statement, following):
                self.place = (statements, statement)
                self.replace("swapped", statements, [statement, following], [following, statement])

    def replace(self, operator: str, block: list[ast.stmt], old: list[ast.stmt], new: list[ast.stmt]) -> None:
        """Put statements in the place of others."""

        def edit() -> None:
            start = block.index(old[0])
            kept = [one for one in block[start:] if one not in old]
            block[start:] = [*new, *kept]

        self.add(operator, old[0], "; ".join(map(head, old)), "; ".join(map(head, new)), edit)

    def statement(self, block: list[ast.stmt], one: ast.stmt) -> None:
        """One statement: what can be done to it as a whole, then its parts."""
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self.definition(one)
        elif isinstance(one, ast.Import | ast.ImportFrom | ast.Assert | ast.Pass) or is_skipped(one):
            return
        elif self.function is None and isinstance(one, ast.Assign | ast.AnnAssign):
            self.top_level(one)
        elif isinstance(one, ast.If):
            self.branch(block, one)
        elif isinstance(one, ast.Try):
            self.attempt(block, one)
        else:
            self.simple(block, one)
            self.parts(one)

    def definition(self, one: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        """A function or a class: no annotations, no decorators, and no class that is for types only."""
        if isinstance(one, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in one.bases):
            return
        outer = (self.names, self.scope, self.function)
        self.names, self.scope = [*self.names, one.name], one
        if not isinstance(one, ast.ClassDef):
            for defaults in (one.args.defaults, one.args.kw_defaults):
                for index, default in enumerate(defaults):
                    if default is not None:
                        self.expression(default, put_item(defaults, index))
            self.function = one
        self.block(one.body)
        self.names, self.scope, self.function = outer

    def top_level(self, one: ast.Assign | ast.AnnAssign) -> None:
        """A name of a module or a class; types and what Python itself reads are left alone."""
        target = one.targets[0] if isinstance(one, ast.Assign) else one.target
        name = ast.unparse(target)
        if one.value is None or name.startswith("__") or isinstance(one.value, ast.Subscript):
            return
        outer = (self.names, self.scope)
        self.names, self.scope = [*self.names, name], one
        self.expression(one.value, put_field(one, "value"))
        self.names, self.scope = outer

    def branch(self, block: list[ast.stmt], one: ast.If) -> None:
        """An ``if``: negated, without its ``else``, or gone, if it only guards what follows."""
        self.negated(one, one.test, put_field(one, "test"))
        if one.orelse:
            orelse = one.orelse
            self.add("else", one, f"{head(one)} else: {head(orelse[0])}", head(one), lambda: one.orelse.clear())
        elif isinstance(one.body[-1], LEAVES):
            self.replace("guard", block, [one], [ast.Pass()])
        self.expression(one.test, put_field(one, "test"))
        self.block(one.body)
        self.block(one.orelse)

    def attempt(self, block: list[ast.stmt], one: ast.Try) -> None:
        """A ``try``: each handler swallows, a handler that raises does not, what was to come last does not come."""
        if one.finalbody:
            if one.handlers:
                self.add("rollback", one, "finally: " + head(one.finalbody[0]), "no finally", one.finalbody.clear)
            else:
                self.replace("rollback", block, [one], one.body)
        for handler in one.handlers:
            body = handler.body
            self.place = (body, body[0])
            if not all(isinstance(part, ast.Pass) for part in body):
                self.replace("rollback", body, list(body), [ast.Pass()])
            if len(body) > 1 and isinstance(body[-1], ast.Raise):
                self.place = (body, body[-1])
                self.replace("rollback", body, [body[-1]], [ast.Pass()])
        for part in (one.body, *(handler.body for handler in one.handlers), one.orelse, one.finalbody):
            self.block(part)

    def simple(self, block: list[ast.stmt], one: ast.stmt) -> None:
        """A statement that can be left out, and a return that can return something else."""
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Await):
            self.replace("await", block, [one], [ast.Pass()])
        elif has_effect(one):
            self.replace("deleted", block, [one], [ast.Pass()])
        elif isinstance(one, ast.With | ast.AsyncWith) and any("lock" in ast.unparse(i).lower() for i in one.items):
            self.replace("lock", block, [one], one.body)
        elif isinstance(one, ast.Return) and one.value is not None and not isinstance(one.value, ast.Constant):
            new = inverted(one.value) if self.is_yes_or_no(one.value) else ast.Constant(None)
            self.replace("return", block, [one], [ast.copy_location(ast.Return(new), one)])

    def is_yes_or_no(self, value: ast.expr) -> bool:
        """Whether what is returned is True or False."""
        says = self.function is not None and self.function.returns is not None and ast.unparse(self.function.returns)
        return says == "bool" or isinstance(value, ast.Compare) or is_not(value)

    # -- expressions ----------------------------------------------------------------------------------------------

    def parts(self, node: ast.AST) -> None:
        """Everything in a node: its blocks of statements, and its expressions."""
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "target", "targets"):
                continue
            if isinstance(value, ast.expr):
                self.expression(value, put_field(node, field))
            elif isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self.block(value)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        self.expression(item, put_item(value, index))
                    elif isinstance(item, ast.AST):
                        self.parts(item)

    def put(self, operator: str, node: ast.expr, new: ast.expr, put: Put) -> None:
        """Put an expression in the place of another."""
        self.add(operator, node, ast.unparse(node), ast.unparse(new), lambda: put(ast.copy_location(new, node)))

    def expression(self, node: ast.expr, put: Put) -> None:
        """One expression: what it could be instead, then its parts."""
        if isinstance(node, ast.Compare):
            for index, kind in enumerate(node.ops):
                if type(kind) in COMPARISONS:
                    ops = [*node.ops[:index], COMPARISONS[type(kind)](), *node.ops[index + 1 :]]
                    self.put("comparison", node, ast.Compare(node.left, ops, node.comparators), put)
        elif isinstance(node, ast.BoolOp):
            self.boolean(node, put)
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not (is_text(node.left, node.right)):
            self.put("arithmetic", node, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right), put)
        elif isinstance(node, ast.Constant):
            for value in others(node.value):
                self.put("constant", node, ast.Constant(value), put)
        elif isinstance(node, ast.IfExp):
            self.negated(node, node.test, put_field(node, "test"))
        elif isinstance(node, ast.JoinedStr):
            self.template(node)
            return
        elif isinstance(node, ast.Call):
            if name_called(node) in LOGGING | {"TypeVar"}:
                return
            self.arguments(node, put)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            for generator in node.generators:
                for index, test in enumerate(generator.ifs):
                    self.negated(node, test, put_item(generator.ifs, index))
        elif isinstance(node, ast.Dict):  # its keys are names and not decisions
            for index, item in enumerate(node.values):
                self.expression(item, put_item(node.values, index))
            return
        self.parts(node)

    def negated(self, where: ast.AST, test: ast.expr, put: Put) -> None:
        """Negate a condition, unless the change of its comparison does just that."""
        if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], OPPOSITES)):
            new = inverted(test)
            self.add("branch", where, f"if {ast.unparse(test)}", f"if {ast.unparse(new)}", lambda: put(new))

    def boolean(self, node: ast.BoolOp, put: Put) -> None:
        """``and`` for ``or``, and each operand forgotten."""
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self.put("boolean", node, ast.BoolOp(other, node.values), put)
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            self.put("boolean", node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest), put)

    def template(self, node: ast.JoinedStr) -> None:
        """A text with values in it: SQL may be, all else is for people."""
        for index, part in enumerate(node.values):
            if isinstance(part, ast.Constant) and SQL.search(part.value):
                for value in others(part.value):
                    self.put("constant", part, ast.Constant(value), put_item(node.values, index))

    def arguments(self, node: ast.Call, put: Put) -> None:
        """Neighbouring arguments in the place of each other."""
        if name_called(node) in ANY_ORDER or any(isinstance(one, ast.Starred) for one in node.args):
            return
        for index in range(len(node.args) - 1):
            one, two = node.args[index : index + 2]
            if ast.unparse(one) != ast.unparse(two) and self.may_be_alike(one, two):
                swapped = [*node.args[:index], two, one, *node.args[index + 2 :]]
                self.put("arguments", node, ast.Call(node.func, swapped, node.keywords), put)

    def may_be_alike(self, one: ast.expr, two: ast.expr) -> bool:
        """Whether two arguments may be of one type: a type checker would see the others changing places."""
        kinds = [self.kind(one), self.kind(two)]
        return "sentence" not in kinds and (None in kinds or kinds[0] == kinds[1])

    def kind(self, argument: ast.expr) -> str | None:
        """The type of a constant or of a parameter, as it is written; None for what is not written here."""
        if isinstance(argument, ast.JoinedStr):
            return "sentence"
        if isinstance(argument, ast.Constant):
            text = isinstance(argument.value, str) and not ONE_WORD.fullmatch(argument.value)
            return "sentence" if text else type(argument.value).__name__
        arguments = self.function.args if self.function is not None else None
        known = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs] if arguments else []
        kinds = {one.arg: ast.unparse(one.annotation) for one in known if one.annotation is not None}
        return kinds.get(argument.id) if isinstance(argument, ast.Name) else None


def others(value: Any) -> Iterator[Any]:
    """What a constant could be instead."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (value * 2, value / 2)
    elif isinstance(value, str) and SQL.search(value):
        for old, new in SQL_CHANGES:
            for found in re.finditer(re.escape(old), value):
                yield value[: found.start()] + new + value[found.end() :]
    elif isinstance(value, str) and ONE_WORD.fullmatch(value):
        yield value + "_"
