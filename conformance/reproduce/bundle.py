"""PURE: the source of a rule with everything that it refers to, as one text that needs nothing of the suite."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache

EVENT = ("conformance.recorder.events", "Event")
SUITE = "conformance"

Place = tuple[str, str]
"""A module, and a name at its top level."""


class CannotBundle(Exception):
    """A rule cannot stand by itself; one line says why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """``source`` defines everything that was asked for, ``names`` says under which names; ``imports`` are the lines
    that it needs above it."""

    imports: tuple[str, ...]
    source: str
    names: Mapping[Place, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """Where a name at the top level of a module comes from: the statement that defines it, or another module, of which
    it is a member (``member``) or which it names."""

    statement: ast.stmt | None = None
    module: str = ""
    member: str | None = None


def bundled(wanted: Iterable[Place], instead: Mapping[Place, str] | None = None) -> Bundle:
    """These definitions and all that they refer to; ``instead`` holds the source of some that are written anew, each
    under its own name.  Raises :class:`CannotBundle`."""
    shaker = _Shaker(dict(instead or {}))
    for place in wanted:
        shaker.take(place)
    return Bundle(tuple(sorted(shaker.imports)), shaker.text(), dict(shaker.names))


@dataclass(slots=True)
class _Shaker:
    instead: Mapping[Place, str]
    names: dict[Place, str] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    pieces: list[tuple[Place, str]] = field(default_factory=list)
    """What others refer to comes first."""

    def take(self, place: Place, local: Set[str] = frozenset()) -> str:
        """Take a definition in; returns the name that it has from now on, which is none of these local ones."""
        place = _defined_at(place)
        if place in self.names:
            if self.names[place] in local:
                raise CannotBundle(f"two things of its source are called {self.names[place]}")
            return self.names[place]
        self.names[place] = self._free_name(place, local)
        if place in self.instead:
            self.pieces.append((place, self.instead[place].replace(f"def {place[1]}(", f"def {self.names[place]}(")))
        else:
            self.pieces.append((place, self._piece(place)))
        return self.names[place]

    def text(self) -> str:
        """All of it, in order."""
        used = {node.attr for _, piece in self.pieces for node in _attributes(piece)}
        shown = [_without_unused(piece, used) if place == EVENT else piece for place, piece in self.pieces]
        return "\n\n\n".join(piece.rstrip() for piece in shown)

    def _free_name(self, place: Place, local: Set[str]) -> str:
        module, name = place
        if name not in self.names.values() and name not in local:
            return name
        return f"{module.rpartition('.')[2]}_{name.lstrip('_')}"

    def _piece(self, place: Place) -> str:
        module, name = place
        statement = _top(module)[name].statement
        if statement is None:
            raise CannotBundle(f"{module} does not define {name}")
        local = _bound(statement)
        edits = [edit for node in _references(statement) if (edit := self._edit(module, node, local)) is not None]
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and self.names[place] != name:
            offset = 6 if isinstance(statement, ast.ClassDef) else 4
            edits.append((statement.lineno, statement.col_offset + offset, len(name), self.names[place]))
        return _edited(module, statement, edits)

    def _edit(self, module: str, node: ast.Name | ast.Attribute, local: Set[str]) -> tuple[int, int, int, str] | None:
        """Take in what a node refers to; how it has to be written, if that is otherwise than it stands there."""
        known = _top(module)
        alias = node.id if isinstance(node, ast.Name) else _owner(node)
        found = known.get(alias)
        if found is None:
            return None
        if found.statement is None and not _of_the_suite(found):
            self._import(found, alias)
            return None
        spelled, place = alias, (module, alias)
        if found.statement is None and found.member is None:
            if isinstance(node, ast.Name):
                raise CannotBundle(f"{module} passes {alias} on whole")
            spelled, place = f"{alias}.{node.attr}", (found.module, node.attr)
        name = self.take(place, local)
        return None if name == spelled else (node.lineno, node.col_offset, len(spelled), name)

    def _import(self, found: Taken, alias: str) -> None:
        root = found.module.partition(".")[0]
        if root not in sys.stdlib_module_names:
            raise CannotBundle(f"it needs the package {root}")
        if found.member is None:
            line = f"import {found.module}" if alias == found.module else f"import {found.module} as {alias}"
        else:
            renamed = "" if alias == found.member else f" as {alias}"
            line = f"from {found.module} import {found.member}{renamed}"
        self.imports.add(line)


def _of_the_suite(found: Taken) -> bool:
    return found.module.partition(".")[0] == SUITE


@cache
def _source(module: str) -> str:
    return inspect.getsource(importlib.import_module(module))


@cache
def _body(module: str) -> list[ast.stmt]:
    return ast.parse(_source(module)).body


@cache
def _top(module: str) -> Mapping[str, Taken]:
    """What is defined at the top level of a module, and where it comes from."""
    found: dict[str, Taken] = {}
    for statement in _body(module):
        found.update(_named_by(module, statement))
    return found


def _named_by(module: str, statement: ast.stmt) -> Iterator[tuple[str, Taken]]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, Taken(statement)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name, Taken(statement)
        case ast.Import(names=names):
            yield from ((one.asname or one.name, Taken(None, one.name)) for one in names)
        case ast.ImportFrom(module=str(base), names=names):
            yield from ((one.asname or one.name, _imported(base, one.name)) for one in names)
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
            for inner in body:
                yield from _named_by(module, inner)


def _imported(base: str, name: str) -> Taken:
    """A name that is imported from a module: its member, or a module below it."""
    if base.partition(".")[0] == SUITE and not hasattr(importlib.import_module(base), "__path__"):
        return Taken(None, base, name)
    if base.partition(".")[0] == SUITE and importlib.util.find_spec(f"{base}.{name}") is not None:
        return Taken(None, f"{base}.{name}")
    return Taken(None, base, name)


def _defined_at(place: Place) -> Place:
    """Where a name is defined that may only be passed on there."""
    module, name = place
    found = _top(module).get(name)
    if found is None:
        raise CannotBundle(f"{module} does not define {name}")
    return place if found.statement is not None else _defined_at((found.module, found.member or ""))


def _references(statement: ast.stmt) -> Iterator[ast.Name | ast.Attribute]:
    """The names in a statement that may be those of its module: no local ones, and no decorator that registers."""
    local = _bound(statement)
    decorators = {id(node) for one in getattr(statement, "decorator_list", ()) for node in ast.walk(one)}
    of_attributes = {id(node.value) for node in ast.walk(statement) if isinstance(node, ast.Attribute)}
    registering = decorators if isinstance(statement, ast.FunctionDef) else set()
    for node in ast.walk(statement):
        if id(node) in registering:
            continue
        if (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in local) or (
            isinstance(node, ast.Name) and node.id not in local and id(node) not in of_attributes
        ):
            yield node


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a function binds itself."""
    if not isinstance(statement, ast.FunctionDef):
        return set()
    arguments = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    stored = {
        node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    inner = {node.name for node in ast.walk(statement) if isinstance(node, ast.FunctionDef) and node is not statement}
    captured = {
        node.name for node in ast.walk(statement) if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name
    }
    return arguments | stored | inner | captured


def _owner(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _attributes(piece: str) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(ast.parse(piece)) if isinstance(node, ast.Attribute))


def _edited(module: str, statement: ast.stmt, edits: Iterable[tuple[int, int, int, str]]) -> str:
    """The lines of a statement with what has to be written otherwise; places are counted as :mod:`ast` does, in
    bytes."""
    body = _body(module)
    place = next(i for i, one in enumerate(body) if one.lineno == statement.lineno)
    first, last = _first_line(statement), statement.end_lineno or statement.lineno
    if isinstance(statement, ast.Assign | ast.AnnAssign) and place + 1 < len(body):
        said = body[place + 1]
        if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and isinstance(said.value.value, str):
            last = said.end_lineno or last
    lines = [line.encode() for line in _source(module).splitlines()]
    for line, column, length, text in sorted(set(edits), reverse=True):
        old = lines[line - 1]
        lines[line - 1] = old[:column] + text.encode() + old[column + length :]
    return b"\n".join(lines[first - 1 : last]).decode()


def _first_line(statement: ast.stmt) -> int:
    """Where it begins: a class with its decorators, a function without, which only register it."""
    decorators = statement.decorator_list if isinstance(statement, ast.ClassDef) else []
    return min([statement.lineno, *(one.lineno for one in decorators)])


def _without_unused(piece: str, used: set[str]) -> str:
    """A class without those of its methods that nobody uses."""
    (whole,) = ast.parse(piece).body
    assert isinstance(whole, ast.ClassDef)
    lines = piece.splitlines()
    for method in reversed([node for node in whole.body if isinstance(node, ast.FunctionDef)]):
        if method.name not in used:
            first = min([method.lineno, *(one.lineno for one in method.decorator_list)])
            del lines[first - 1 : method.end_lineno]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip()
