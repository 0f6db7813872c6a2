"""What a schema admits of one JSON type, and what two such shapes admit together."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from conformance.diff.document import Node

TYPES = ("null", "boolean", "number", "string", "array", "object")
Schema = tuple[Node, ...]
"""Schemas that hold all at once."""

Bound = tuple[float, bool]
"""A bound, and whether the value itself lies outside."""

RANGES = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
    "number": ("minimum", "maximum"),
    "integer": ("minimum", "maximum"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """``if``, ``then`` and ``else``."""

    when: Node
    then: Node | None
    otherwise: Node | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a schema admits of one JSON type.

    ``implied`` says that no schema names the type.  ``values`` are JSON texts where the schema lists what it admits;
    ``low`` and ``high`` bound the number itself, the length of a text or the count of an array or object.
    ``additional`` is what members that ``properties`` does not name are held to; ``None`` where nothing is said.
    """

    type: str
    implied: bool = False
    values: frozenset[str] | None = None
    low: Bound | None = None
    high: Bound | None = None
    multiple_of: float | None = None
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    unique: bool | None = None
    items: Schema | None = None
    properties: Mapping[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    additional: Schema | None = None
    opaque: tuple[Node, ...] = ()
    conditions: tuple[Condition, ...] = ()
    nodes: Schema = ()

    def member(self, name: str) -> Schema | None:
        """What a member is held to; ``None`` where nothing is said of it."""
        if name in self.properties:
            return self.properties[name]
        return self.additional


def merge(one: Shape, other: Shape) -> Shape | None:
    """What both admit; ``None`` where they have nothing in common."""
    types = {one.type, other.type}
    if len(types) > 1 and types != {"integer", "number"}:
        return None
    return fitting(
        Shape(
            type="integer" if "integer" in types else one.type,
            implied=one.implied and other.implied,
            values=_common(one.values, other.values),
            low=pick(max, one.low, other.low),
            high=pick(lower, one.high, other.high),
            multiple_of=_common_multiple(one.multiple_of, other.multiple_of),
            patterns=one.patterns | other.patterns,
            formats=one.formats | other.formats,
            unique=one.unique or other.unique if one.unique is not None else other.unique,
            items=_all(one.items, other.items),
            properties={name: _member(one, other, name) for name in (*one.properties, *other.properties)},
            required=one.required | other.required,
            additional=_all(one.additional, other.additional),
            opaque=_once(one.opaque, other.opaque),
            conditions=tuple(dict.fromkeys((*one.conditions, *other.conditions))),
            nodes=_once(one.nodes, other.nodes),
        )
    )


def fitting(shape: Shape) -> Shape | None:
    """The shape with those of its values that are in its range; ``None`` where it admits nothing."""
    if crossed(shape.low, shape.high):
        return None
    if shape.values is None:
        return shape
    values = frozenset(text for text in shape.values if within(shape, text))
    return replace(shape, values=values) if values else None


def within(shape: Shape, text: str) -> bool:
    """Whether a value, as JSON text, is of the type and in the range of a shape."""
    value = json.loads(text)
    if shape.type in ("number", "integer"):
        step = 1.0 if shape.type == "integer" else 0.0
        multiple = all(value % one == 0 for one in (step, shape.multiple_of) if one)
        return multiple and _in_range(shape, value)
    return _in_range(shape, len(value)) if isinstance(value, str | list | dict) else True


def _in_range(shape: Shape, size: float) -> bool:
    return not crossed((size, False), shape.high) and not crossed(shape.low, (size, False))


def crossed(low: Bound | None, high: Bound | None) -> bool:
    """Whether nothing lies between two bounds."""
    if low is None or high is None:
        return False
    return low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))


def _member(one: Shape, other: Shape, name: str) -> Schema:
    return _all(one.member(name), other.member(name)) or ()


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def pick(choose: Callable[[Bound, Bound], Bound], one: Bound | None, other: Bound | None) -> Bound | None:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


def lower(one: Bound, other: Bound) -> Bound:
    return min(one, other, key=lambda bound: (bound[0], not bound[1]))


def _common_multiple(one: float | None, other: float | None) -> float | None:
    if one is None or other is None or one == other:
        return other if one is None else one
    if one.is_integer() and other.is_integer():
        return float(math.lcm(int(one), int(other)))
    return max(one, other)


def _all(one: Schema | None, other: Schema | None) -> Schema | None:
    if one is None or other is None:
        return other if one is None else one
    return _once(one, other)


def _once(one: Schema, other: Schema) -> Schema:
    return tuple(dict.fromkeys((*one, *other)))
