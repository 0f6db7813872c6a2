"""Validates JSON values against the schemas of the contract's two documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    return _told(mismatch(schema, value))


def complaint_of(schema: Mapping[str, Any], value: Any) -> str | None:
    """Why a value does not validate against a schema that stands in the OpenAPI document without a name."""
    return _told(_mismatch(_nameless(json.dumps(schema)), value))


def _told(found: Mismatch | None) -> str | None:
    if found is None:
        return None
    place = "/".join(map(str, found.path)) or "the whole"
    more = f" (and {found.others} more)" if found.others else ""
    return f"{place}: {found.message[:200]}{more}"


def mismatch(schema: str, value: Any) -> Mismatch | None:
    """The outermost place where a value does not validate, or ``None``."""
    return _mismatch(_validator(schema), value)


def _mismatch(validator: Any, value: Any) -> Mismatch | None:
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


def can_be_limit(name: str, value: Any) -> bool:
    """Whether this is a limit of the contract, with a value such as it may have."""
    if name not in limits():
        return False
    try:
        return bool(_limit_validators()[name].is_valid(value))
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


@cache
def _limit_validators() -> dict[str, Any]:
    return {name: jsonschema_rs.Draft202012Validator(described) for name, described in _limits().items()}


def _limits() -> dict[str, Any]:
    described: dict[str, Any] = openapi()["components"]["schemas"]["Limits"]["properties"]
    return described


@cache
def _nameless(schema: str) -> Any:
    root = {**json.loads(schema), "components": {"schemas": openapi()["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(root, validate_formats=True)


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
