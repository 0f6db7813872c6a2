"""PURE: templates as Python source.  Whatever a server said becomes a literal of printable characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.reproduce.story import CannotTell, Credential, Fresh, Known, Outside, Quoted, Ref, Server, Text, Told

WIDTH = 100

Naming = Callable[[Ref], str]
"""The expression that stands for a reference."""


def source(template: Any, naming: Naming, indent: int = 0) -> str:
    """A template as an expression; what does not fit into a line goes over several."""
    flat = _flat(template, naming)
    if len(flat) + indent <= WIDTH or not isinstance(template, Mapping | list | tuple) or not template:
        return flat
    inner, outer = " " * (indent + 4), " " * indent
    if isinstance(template, Mapping):
        items = [f"{_flat(key, naming)}: {source(item, naming, indent + 4)}" for key, item in template.items()]
        return "{\n" + "".join(f"{inner}{item},\n" for item in items) + outer + "}"
    items = [source(item, naming, indent + 4) for item in template]
    return "[\n" + "".join(f"{inner}{item},\n" for item in items) + outer + "]"


def call(function: str, arguments: list[str]) -> str:
    """A call; its arguments one below the other where they do not fit into a line."""
    flat = f"{function}({', '.join(arguments)})"
    if len(flat) <= WIDTH and "\n" not in flat:
        return flat
    lines = [argument.replace("\n", "\n    ") for argument in arguments]
    return f"{function}(\n" + "".join(f"    {line},\n" for line in lines) + ")"


def keyword(name: Any, value: str) -> str:
    """An argument of a call, by its name.  What is no name never becomes source, whoever let it come so far."""
    if not isinstance(name, str) or not name.isidentifier():
        raise CannotTell(f"the record names an argument that is no name: {str(name)[:60]!a}")
    return f"{name}={value}"


def listed(items: list[str]) -> str:
    """A list of expressions; one below the other where they do not fit into a line."""
    flat = f"[{', '.join(items)}]"
    return flat if len(flat) <= WIDTH else "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _flat(template: Any, naming: Naming) -> str:
    match template:
        case Told() | Fresh() | Known() | Credential() | Outside() | Server():
            return naming(template)
        case Quoted(of=inner):
            return f"quote({naming(inner)}, safe='')"
        case Text(parts=parts):
            return 'f"' + "".join(_part(part, naming) for part in parts) + '"'
        case str():
            return text(template)
        case Mapping():
            return (
                "{" + ", ".join(f"{_flat(key, naming)}: {_flat(item, naming)}" for key, item in template.items()) + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(_flat(item, naming) for item in template) + "]"
        case None | bool() | int() | float() | bytes():
            return repr(template)
        case _:
            raise TypeError(f"{type(template).__name__} is no part of a template")


def _part(part: str | Ref, naming: Naming) -> str:
    if isinstance(part, str):
        return _escaped(part).replace("{", "{{").replace("}", "}}")
    return "{" + _flat(part, naming) + "}"


def text(value: str) -> str:
    """A string in double quotes."""
    return f'"{_escaped(value)}"'


def _escaped(value: str) -> str:
    return "".join(
        f"\\{letter}" if letter in '\\"' else letter if letter.isprintable() else repr(letter)[1:-1] for letter in value
    )


def printable(value: str, limit: int = 400) -> str:
    """A text for a comment or a docstring: one line of printable characters, nothing in it that could end either."""
    line = "".join(letter if letter.isprintable() else " " for letter in value).replace("\\", "/").replace('"""', "'''")
    short = line if len(line) <= limit else f"{line[: limit - 1]}…"
    return short.rstrip('"') if short.endswith('"') and short.count('"') == 1 else short
