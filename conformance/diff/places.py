"""Where a difference lies: in the contract's document, and inside a schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.diff.model import Difference
from conformance.diff.plain import clean
from conformance.diff.shape import Schema


def where(schema: Schema) -> str:
    """Where the first of these schemas lies in its document."""
    return schema[0].pointer if schema else ""


def pointed(name: str) -> str:
    """A name as a step of a JSON pointer, safe to print."""
    return clean(name, 60).replace("~", "~0").replace("/", "~1")


def below(step: str, found: Sequence[Difference]) -> list[Difference]:
    """The differences of what lies one step further in."""
    return [replace(one, path=f"{step}{one.path}") for one in found] if step else list(found)
