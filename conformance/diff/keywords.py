"""Reads the keywords of one schema by itself; compositions and references are left to :mod:`.shapes`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.diff.document import Node
from conformance.diff.shape import RANGES, TYPES, Bound, Condition, Schema, Shape, fitting, lower, pick

OPAQUE = {
    "array": ("contains", "prefixItems", "additionalItems", "unevaluatedItems"),
    "object": ("patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies"),
}
"""Keywords that are held against each other word for word, by the type that they speak of."""

HARMLESS_FORMATS = frozenset({"int64", "float", "double", "password"})
"""Formats that say how a value is kept or shown, and exclude none."""


def own(node: Node) -> tuple[Shape, ...]:
    """What the keywords of this one schema admit, compositions and references left out."""
    values = _values(node)
    named = _types(node)
    types = named or _types_meant(node, values) or TYPES
    read = [_of_type(node, type, implied=types is TYPES) for type in types]
    found = [fitting(replace(shape, values=_of_that_type(values, shape.type))) for shape in read]
    return tuple(shape for shape in found if shape is not None)


def _types(node: Node) -> tuple[str, ...]:
    said = node.get("type")
    if said is None:
        return ()
    words = tuple(node.words("type")) if isinstance(said.value, list) else (node.text("type") or "",)
    for word in words:
        if word not in (*TYPES, "integer"):
            raise said.wrong(f"must be one of {', '.join((*TYPES, 'integer'))}")
    if "number" in words:
        words = tuple(word for word in words if word != "integer")
    return tuple(dict.fromkeys(words))


def _types_meant(node: Node, values: dict[str, str] | None) -> tuple[str, ...]:
    """The type that a schema without ``type`` means: that of its values, or object where it describes members."""
    if values is not None:
        return tuple(dict.fromkeys(values.values()))
    return ("object",) if "properties" in node.value or "additionalProperties" in node.value else ()


def _values(node: Node) -> dict[str, str] | None:
    """The values that are admitted, as JSON texts, each with its type; ``None`` where any are."""
    constant = node.get("const")
    if constant is not None:
        return {_json(constant): _type_of(constant.value)}
    if node.get("enum") is not None:
        return {_json(item): _type_of(item.value) for item in node.items("enum")}
    return None


def _of_that_type(values: Mapping[str, str] | None, type: str) -> frozenset[str] | None:
    types = {"number": ("number", "integer")}.get(type, (type,))
    return None if values is None else frozenset(text for text, its in values.items() if its in types)


def _json(node: Node) -> str:
    try:
        value = node.value
        if isinstance(value, int):
            _float(node, value)
        if isinstance(value, int):
            _float(node, value)
        whole = isinstance(value, float) and value.is_integer()
        return json.dumps(int(value) if whole else value, sort_keys=True, ensure_ascii=False)
    except (RecursionError, ValueError, OverflowError) as error:
        raise node.wrong("must be a value that JSON can hold") from error


def _type_of(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _of_type(node: Node, type: str, implied: bool) -> Shape:
    shape = Shape(type, implied, nodes=() if implied else (node,), opaque=_opaque(node, type))
    if type in RANGES:
        low, high = _range(node, type)
        shape = replace(shape, low=low, high=high)
    if type in ("number", "integer"):
        shape = replace(shape, multiple_of=_multiple(node))
    elif type == "string":
        pattern, format = node.text("pattern"), _format(node)
        shape = replace(shape, patterns=_some(pattern), formats=_some(format))
    elif type == "array":
        shape = replace(shape, unique=node.flag("uniqueItems"), items=_inner(node, "items"))
    elif type == "object":
        shape = _object(node, shape)
    return shape


def _object(node: Node, shape: Shape) -> Shape:
    properties = {name: (inner,) for name, inner in node.mapping("properties").items()}
    condition = node.get("if")
    required = node.get("required")
    # A boolean here is how older documents mark one parameter or member, and says nothing of this object's members.
    names = [] if required is None or isinstance(required.value, bool) else node.words("required")
    return replace(
        shape,
        properties=properties,
        required=frozenset(names),
        additional=_inner(node, "additionalProperties") or _inner(node, "unevaluatedProperties"),
        conditions=() if condition is None else (Condition(condition, node.get("then"), node.get("else")),),
    )


def discriminated(node: Node, part: Node) -> Node | None:
    """What the ``discriminator`` of OpenAPI says of one alternative, as a schema: which values its member has there."""
    discriminator = node.get("discriminator")
    if discriminator is None or not isinstance(discriminator.value, dict) or part.ref() is None:
        return None
    name, meant = discriminator.text("propertyName") or "", part.value["$ref"]
    values = [key for key, target in discriminator.mapping("mapping").items() if target.value == meant]
    schema = {"type": "object", "required": [name], "properties": {name: {"enum": values}}}
    return Node(part.file, (*part.path, "discriminator"), schema, part.book) if values else None


def _opaque(node: Node, type: str) -> tuple[Node, ...]:
    keywords = ["not", *OPAQUE.get(type, ()), *(() if type == "object" else ("if",))]
    found = [inner for keyword in keywords if (inner := node.get(keyword)) is not None]
    if type == "array" and isinstance(node.value.get("items"), list):
        found += [inner for inner in [node.get("items")] if inner is not None]
    return tuple(found)


def _inner(node: Node, keyword: str) -> Schema | None:
    inner = node.get(keyword)
    return None if inner is None or inner.value is True or isinstance(inner.value, list) else (inner,)


def _some(text: str | None) -> frozenset[str]:
    return frozenset() if text is None else frozenset({text})


def _format(node: Node) -> str | None:
    format = node.text("format")
    return None if format in HARMLESS_FORMATS else format


def _multiple(node: Node) -> float | None:
    number = node.number("multipleOf")
    if number is not None and number <= 0:
        raise node.wrong("multipleOf must be above 0")
    return None if number is None else _float(node, number)


def _range(node: Node, type: str) -> tuple[Bound | None, Bound | None]:
    lowest, highest = RANGES[type]
    low, high = _bound(node, lowest, "exclusiveMinimum", type), _bound(node, highest, "exclusiveMaximum", type)
    if type in ("number", "integer") and node.text("format") == "int32":
        low = pick(max, low, (-(2.0**31), False))
        high = pick(lower, high, (2.0**31 - 1, False))
    return low, high


def _bound(node: Node, keyword: str, exclusive: str, type: str) -> Bound | None:
    """One end of a range; ``exclusive`` is a number of its own, or in OpenAPI 3.0 a word on the other one."""
    number = node.number(keyword)
    bound: Bound | None = None if number is None else (_float(node, number), False)
    if type in ("number", "integer") and node.get(exclusive) is not None:
        own = node.get(exclusive)
        if own is not None and isinstance(own.value, bool):
            bound = None if bound is None else (bound[0], own.value)
        else:
            other: Bound = (_float(node, node.number(exclusive) or 0), True)
            bound = pick(max if keyword == "minimum" else lower, bound, other)
    return _whole(bound, keyword) if type == "integer" and bound is not None else bound


def _whole(bound: Bound, keyword: str) -> Bound:
    """The same bound of integers without exclusion: above 0 is at least 1."""
    number, excluded = bound
    if not math.isfinite(number):
        return bound
    if keyword == "minimum":
        return float(math.floor(number) + 1 if excluded else math.ceil(number)), False
    return float(math.ceil(number) - 1 if excluded else math.floor(number)), False


def _float(node: Node, number: float) -> float:
    try:
        return float(number)
    except OverflowError as error:
        raise node.wrong("has a number that is too large") from error
