"""Schemas in one form: a list of shapes, each of one JSON type.

``allOf`` and ``$ref`` are merged, ``oneOf`` and ``anyOf`` are spread out, ``nullable`` and lists of types become shapes
of their own.  What lies inside an object or an array is left as it is until it is asked for, so that schemas may hold
themselves.  ``oneOf`` is read like ``anyOf``: that two alternatives both hold is no difference between documents.
"""

from __future__ import annotations

from dataclasses import replace

from conformance.diff.document import Node
from conformance.diff.keywords import discriminated, own
from conformance.diff.shape import TYPES, Schema, Shape, merge

MAX_SHAPES = 64
MAX_STEPS = 60
"""So many references and compositions within one another are more than anybody reads."""


def shapes(schema: Schema) -> tuple[Shape, ...]:
    """The shapes of a schema; none where it admits nothing."""
    found = _of_node(schema[0], 0) if schema else _anything()
    for node in schema[1:]:
        found = _both(found, _of_node(node, 0))
    return found


def _of_node(node: Node, step: int) -> tuple[Shape, ...]:
    """The shapes of one schema, which are kept: what is referred to often is read once."""
    if step > MAX_STEPS:
        raise node.wrong("refers to itself without end, or through too many others")
    if node not in node.book.known:
        node.book.known[node] = _read(node, step)
    found: tuple[Shape, ...] = node.book.known[node]
    return found


def _read(node: Node, step: int) -> tuple[Shape, ...]:
    if isinstance(node.value, bool):
        return _anything() if node.value else ()
    if not isinstance(node.value, dict):
        raise node.wrong("must be a schema")
    target = node.ref()
    if target is not None and len(node.value) == 1:
        return _of_node(target, step + 1)
    found = own(node)
    if target is not None:
        found = _both(found, _of_node(target, step + 1))
    for part in node.items("allOf"):
        found = _both(found, _of_node(part, step + 1))
    for keyword in ("oneOf", "anyOf"):
        if node.get(keyword) is not None:
            found = _both(found, _any_of(node, keyword, step))
    if node.get("nullable") is not None and node.flag("nullable") and not any(one.type == "null" for one in found):
        found = (*found, Shape("null", nodes=(node,)))
    return found


def _any_of(node: Node, keyword: str, step: int) -> tuple[Shape, ...]:
    found: list[Shape] = []
    for part in node.items(keyword):
        forms = _of_node(part, step + 1)
        told = discriminated(node, part)
        found += forms if told is None else _both(forms, _of_node(told, step + 1))
    return _bounded(node, tuple(_joined(found)))


def _joined(found: list[Shape]) -> list[Shape]:
    """The shapes, those that are plain lists of values of one type made one."""
    joined: list[Shape] = []
    for one in found:
        for number, other in enumerate(joined):
            if one.values is not None and other.values is not None and _but_values(one) == _but_values(other):
                joined[number] = replace(other, values=other.values | one.values)
                break
        else:
            joined.append(one)
    return joined


def _but_values(shape: Shape) -> Shape:
    return replace(shape, values=None, nodes=())


def _both(left: tuple[Shape, ...], right: tuple[Shape, ...]) -> tuple[Shape, ...]:
    found = [merged for one in left for other in right if (merged := merge(one, other)) is not None]
    nodes = next((shape.nodes for shape in found if shape.nodes), ())
    return _bounded(nodes[0], tuple(found)) if nodes else tuple(found)


def _bounded(node: Node, found: tuple[Shape, ...]) -> tuple[Shape, ...]:
    if len(found) > MAX_SHAPES:
        raise node.wrong(f"has more than {MAX_SHAPES} alternatives, which is more than can be compared")
    return found


def _anything() -> tuple[Shape, ...]:
    return tuple(Shape(type, implied=True) for type in TYPES)


def closed(shape: Shape) -> bool:
    """Whether an object's members without a name are excluded."""
    return shape.additional is not None and not shapes(shape.additional)
