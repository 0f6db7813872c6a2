"""Schemas in words: short, on one line, and safe to print whatever a stranger's document holds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conformance.diff.document import Node
from conformance.diff.plain import clean
from conformance.diff.shape import Bound, Shape

MAX_VALUES = 12

NOTHING = "nothing"

_UNITS = {"string": "character", "array": "item", "object": "member"}
_SIZED = {"string": "a text of", "array": "a list of", "object": "an object of"}


def values(found: Iterable[str]) -> str:
    """JSON texts as a list."""
    texts = sorted(found)
    shown = [clean(text, 60) for text in texts[:MAX_VALUES]]
    more = f" and {len(texts) - MAX_VALUES} more" if len(texts) > MAX_VALUES else ""
    return ", ".join(shown) + more or NOTHING


def types(found: Iterable[Shape]) -> str:
    """The types of these shapes."""
    names = list(dict.fromkeys(shape.type for shape in found))
    return " or ".join(names) or NOTHING


def bound(value: Bound | None, side: str, type: str) -> str:
    """``at most 200 characters``."""
    if value is None:
        return "no bound"
    number, excluded = value
    words = {("low", False): "at least", ("low", True): "above", ("high", False): "at most", ("high", True): "below"}
    return f"{words[side, excluded]} {counted(number, type)}"


def counted(number: float, type: str) -> str:
    """``200 characters``; of a number the number alone."""
    unit = _UNITS.get(type)
    return figure(number) if unit is None else f"{figure(number)} {unit}{'' if number == 1 else 's'}"


def sized(number: float, type: str) -> str:
    """``a text of 200 characters``."""
    if number == 0:
        return {"string": "an empty text", "array": "an empty list"}.get(type, "an empty object")
    return f"{_SIZED[type]} {counted(number, type)}"


def figure(number: float) -> str:
    """A number as people write it."""
    return str(int(number)) if abs(number) < 2**63 and number.is_integer() else repr(number)


def quoted(texts: Iterable[str]) -> str:
    """Texts in quotes, such as regular expressions and formats."""
    return ", ".join(clean(json.dumps(text, ensure_ascii=False)) for text in sorted(texts)) or NOTHING


def shape(one: Shape) -> str:
    """One alternative, by what tells it from others."""
    if one.values is not None:
        return values(one.values)
    if one.type != "object":
        return one.type
    names = sorted(one.required)[:6]
    return f"an object with {', '.join(clean(name, 40) for name in names)}" if names else "an object"


def value(node: Node) -> str:
    """A value of a document."""
    try:
        return clean(json.dumps(node.value, ensure_ascii=False), 60)
    except (RecursionError, ValueError):
        return "a value that is too deep to show"
