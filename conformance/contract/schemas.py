"""Validates JSON values against the schemas of the contract's two documents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs

from conformance.contract.registry import documents, parsed


class UnknownSchema(LookupError):
    """The suite asked for a schema that the contract does not hold: the suite's own fault."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a value does not validate: ``keyword`` of JSON Schema demands ``demanded`` (of ``required`` the member
    that is
    missing, of ``additionalProperties`` those that are too many); ``others`` such places there are besides."""

    path: tuple[str | int, ...]
    keyword: str
    demanded: Any
    message: str
    others: int


def complaint(schema: str, value: Any) -> str | None:
    """Why a value does not validate, or ``None``.  ``schema`` is ``openapi:NAME`` or ``asyncapi:NAME``."""
    found = mismatch(schema, value)
    if found is None:
        return None
    place = "/".join(map(str, found.path)) or "the whole"
    more = f" (and {found.others} more)" if found.others else ""
    return f"{place}: {found.message[:200]}{more}"


def mismatch(schema: str, value: Any) -> Mismatch | None:
    """The outermost place where a value does not validate, or ``None``."""
    validator = _validator(schema)
    try:
        errors = list(validator.iter_errors(value))
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can spell and the validator cannot take
        sayable = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        errors = list(validator.iter_errors(json.loads(sayable)))
    if not errors:
        return None
    first = min(errors, key=lambda error: len(error.instance_path))
    return Mismatch(tuple(first.instance_path), first.kind.name, first.kind.value, first.message, len(errors) - 1)


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document as plain values."""
    document: dict[str, Any] = parsed(documents() / "openapi.yaml")
    return document


@cache
def asyncapi() -> dict[str, Any]:
    """The AsyncAPI document as plain values."""
    document: dict[str, Any] = parsed(documents() / "asyncapi.yaml")
    return document


@cache
def limits() -> frozenset[str]:
    """The names of the limits that the contract knows."""
    return frozenset(_limits())


@cache
def default_limits() -> dict[str, int]:
    """What holds where a server does not declare a limit; those that have no default are not here."""
    return {name: described["default"] for name, described in _limits().items() if "default" in described}


def _limits() -> dict[str, Any]:
    described: dict[str, Any] = openapi()["components"]["schemas"]["Limits"]["properties"]
    return described


@cache
def _validator(schema: str) -> Any:
    origin, _, name = schema.partition(":")
    document = {"openapi": openapi, "asyncapi": asyncapi}[origin]()
    schemas = document["components"]["schemas"]
    if name not in schemas:
        raise UnknownSchema(f"the contract's {origin} document has no schema {name}")
    # The one schema with its neighbours beside it, so that "#/components/schemas/..." resolves as in the document.
    root = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    draft = jsonschema_rs.Draft202012Validator if origin == "openapi" else jsonschema_rs.Draft7Validator
    return draft(root, validate_formats=True)
