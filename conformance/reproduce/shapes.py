"""PURE: what a schema of the contract demands at the one place where an answer broke it, as source of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.contract import schemas
from conformance.contract.schemas import Mismatch
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at
from conformance.reproduce.bundle import CannotBundle

COMPLAINT = ("conformance.contract.schemas", "complaint")

SOURCE = '''\
def complaint(schema: str, value: Any) -> str | None:
    """{said}"""
    for found in placed(value, {path}):
        if {test}:
            return {message}
    return None


def placed(value: Any, path: list[str]) -> Iterator[Any]:
    """Everything at a path; a star stands for every item of a list."""
    if not path:
        yield value
    elif path[0] == "*" and isinstance(value, list):
        for item in value:
            yield from placed(item, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from placed(value[path[0]], path[1:])'''

TYPES: Mapping[str, str] = {
    "string": "isinstance(found, str)",
    "integer": "(isinstance(found, int) and not isinstance(found, bool))",
    "number": "(isinstance(found, int | float) and not isinstance(found, bool))",
    "boolean": "isinstance(found, bool)",
    "array": "isinstance(found, list)",
    "object": "isinstance(found, dict)",
    "null": "found is None",
}

TESTS: Mapping[str, str] = {
    "required": "isinstance(found, dict) and {0!r} not in found",
    "additionalProperties": "isinstance(found, dict) and any(name in found for name in {0!r})",
    "unevaluatedProperties": "isinstance(found, dict) and any(name in found for name in {0!r})",
    "enum": "found not in {0!r}",
    "const": "found != {0!r}",
    "pattern": "isinstance(found, str) and not re.search({0!r}, found)",
    "minimum": "isinstance(found, int | float) and found < {0!r}",
    "maximum": "isinstance(found, int | float) and found > {0!r}",
    "exclusiveMinimum": "isinstance(found, int | float) and found <= {0!r}",
    "exclusiveMaximum": "isinstance(found, int | float) and found >= {0!r}",
    "minLength": "isinstance(found, str) and len(found) < {0!r}",
    "maxLength": "isinstance(found, str) and len(found) > {0!r}",
    "minItems": "isinstance(found, list) and len(found) < {0!r}",
    "maxItems": "isinstance(found, list) and len(found) > {0!r}",
}
"""For each keyword of JSON Schema when a value breaks it."""

_TIME = r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


def demanded(matcher: str, arguments: Mapping[str, Any], readings: Sequence[Event | Sequence[Event]]) -> str:
    """The source of ``complaint`` as far as it matters for a rule that failed; raises :class:`CannotBundle`."""
    schema, value = _checked(matcher, arguments, readings)
    found = schemas.mismatch(schema, value)
    if found is None:
        return SOURCE.format(
            said="The shape was right; what was wrong comes after it.", path=[], test="False", message="None"
        )
    name = schema.partition(":")[2]
    place = "/".join(map(str, found.path)) or "the whole"
    return SOURCE.format(
        said=f"The schema {name} of the contract, as far as it was broken here.",
        path=["*" if isinstance(step, int) else step for step in found.path],
        test=_test(found),
        message=ascii(f"{place}: {found.message[:200]}"),
    )


def _checked(
    matcher: str, arguments: Mapping[str, Any], readings: Sequence[Event | Sequence[Event]]
) -> tuple[str, Any]:
    """Which schema a rule holds against which value."""
    first = readings[0] if readings else None
    if matcher == "basic.conforms" and isinstance(first, Event):
        return str(arguments["schema"]), at(first.data, str(arguments["path"]))
    if matcher == "guarantees.could_not_recover" and isinstance(first, Event):
        return "asyncapi:Snapshot", first.frame.get("snapshot")
    raise CannotBundle("the rule holds several answers against whole schemas of the contract")


def _test(found: Mismatch) -> str:
    if found.keyword == "type":
        kinds = found.demanded if isinstance(found.demanded, list) else [found.demanded]
        return f"not ({' or '.join(TYPES[kind] for kind in kinds)})"
    if found.keyword == "format" and found.demanded == "date-time":
        return f"isinstance(found, str) and not re.fullmatch({_TIME!r}, found)"
    if found.keyword not in TESTS:
        raise CannotBundle(f"the schema is broken by its keyword {found.keyword}, which a short rule does not say")
    return TESTS[found.keyword].format(found.demanded)
