"""``if``: whether everything, or nothing, that a shape admits meets a condition; and when two schemas are the same."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from conformance.diff import say
from conformance.diff.document import Node
from conformance.diff.facets import admitted, listed
from conformance.diff.plain import clean
from conformance.diff.shape import Condition, Shape
from conformance.diff.shapes import shapes

ANNOTATIONS = frozenset(
    {"description", "title", "summary", "example", "examples", "default", "deprecated", "externalDocs", "xml"}
)  # fmt: skip
UNORDERED = frozenset({"required", "enum", "type"})
MAX_DEPTH = 40


class Decision(Enum):
    """What is known of a condition."""

    YES = "always"
    NO = "never"
    UNKNOWN = "sometimes, or it cannot be told"


def decide(shape: Shape, condition: Node) -> Decision:
    """Whether what an object's shape admits meets the condition, as far as required members and lists of values say."""
    schema = condition.followed()
    if isinstance(schema.value, bool):
        return Decision.YES if schema.value else Decision.NO
    keywords = set(schema.members()) - ANNOTATIONS
    if keywords - _DECIDED.keys():
        return Decision.UNKNOWN
    return _every([_DECIDED[keyword](shape, schema) for keyword in sorted(keywords)])


def _every(decisions: list[Decision]) -> Decision:
    if Decision.NO in decisions:
        return Decision.NO
    return Decision.UNKNOWN if Decision.UNKNOWN in decisions else Decision.YES


def _type(shape: Shape, schema: Node) -> Decision:
    return Decision.YES if schema.get("type") is not None and schema.value["type"] == shape.type else Decision.UNKNOWN


def _required(shape: Shape, schema: Node) -> Decision:
    return _every([_has(shape, name) for name in schema.words("required")])


def _has(shape: Shape, name: str) -> Decision:
    if name in shape.required:
        return Decision.YES
    schema = shape.member(name)
    return Decision.NO if schema is not None and not shapes(schema) else Decision.UNKNOWN


def _properties(shape: Shape, schema: Node) -> Decision:
    return _every([_member(shape, name, inner) for name, inner in schema.mapping("properties").items()])


def _member(shape: Shape, name: str, condition: Node) -> Decision:
    """Whether a member, where it is there, has one of the values that the condition lists."""
    asked = frozenset[str]().union(*(admitted(one) or _NONE for one in shapes((condition,))))
    if any(admitted(one) is None for one in shapes((condition,))):
        return Decision.UNKNOWN
    has = listed(shape, name)
    if has is None:
        return Decision.UNKNOWN
    if has <= asked:
        return Decision.YES
    return Decision.NO if not has & asked and name in shape.required else Decision.UNKNOWN


def _any_of(shape: Shape, schema: Node) -> Decision:
    decisions = {decide(shape, part) for part in schema.items("anyOf")}
    if Decision.YES in decisions:
        return Decision.YES
    return Decision.UNKNOWN if Decision.UNKNOWN in decisions else Decision.NO


_NONE: frozenset[str] = frozenset()
_DECIDED: dict[str, Callable[[Shape, Node], Decision]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "anyOf": _any_of,
}


def named_under_conditions(shape: Shape) -> frozenset[str]:
    """The members that a shape describes only where a condition holds."""
    branches = [branch for one in shape.conditions for branch in (one.then, one.otherwise) if branch is not None]
    return frozenset(name for branch in branches for one in shapes((branch,)) for name in one.properties)


# -- labels -----------------------------------------------------------------------------------------------------------


def label(shape: Shape) -> str:
    """What tells one form of an object from others, such as ``type=message``."""
    for name in shape.properties:
        values = listed(shape, name)
        if values is not None and len(values) == 1:
            return f"{clean(name, 40)}={say.values(values).strip(chr(34))}"
    return ""


def label_of(condition: Condition) -> str:
    """When a condition holds, in words."""
    found = shapes((condition.when,))
    objects = [shape for shape in found if shape.type == "object"]
    names = [
        f"{clean(name, 40)}={say.values(values)}".replace('"', "")
        for shape in objects[:1]
        for name in shape.properties
        if (values := listed(shape, name))
    ]
    there = [
        f"{clean(name, 40)} is there" for shape in objects for name in sorted(shape.required - set(shape.properties))
    ]
    return " and ".join(names) or " or ".join(there) or "its condition holds"


# -- the same ---------------------------------------------------------------------------------------------------------


def same(one: Node, other: Node, depth: int = 0, pairs: frozenset[tuple[Node, Node]] = frozenset()) -> bool:
    """Whether two schemas say the same, references resolved and annotations left out."""
    one, other = one.followed(), other.followed()
    if (one, other) in pairs:
        return True
    if depth > MAX_DEPTH:
        return False
    inside = pairs | {(one, other)}
    if isinstance(one.value, dict) and isinstance(other.value, dict):
        mine, its = _said(one), _said(other)
        return mine.keys() == its.keys() and all(_same(key, mine[key], its[key], depth, inside) for key in mine)
    if isinstance(one.value, list) and isinstance(other.value, list):
        left, right = _parts(one), _parts(other)
        return len(left) == len(right) and all(same(a, b, depth + 1, inside) for a, b in zip(left, right, strict=True))
    return _equal(one.value, other.value)


def _same(key: str, one: Node, other: Node, depth: int, pairs: frozenset[tuple[Node, Node]]) -> bool:
    if key in UNORDERED and isinstance(one.value, list) and isinstance(other.value, list):
        left, right = (sorted(map(repr, node.value)) for node in (one, other))
        return left == right
    return same(one, other, depth + 1, pairs)


def _said(node: Node) -> dict[str, Node]:
    named = node.path[-1:] == ("properties",)
    return {key: inner for key, inner in node.members().items() if named or key not in ANNOTATIONS}


def _parts(node: Node) -> list[Node]:
    return [Node(node.file, (*node.path, str(i)), value, node.book) for i, value in enumerate(node.value)]


def _equal(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
