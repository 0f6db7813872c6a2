"""The form of a recorded event, held against ``stream.schema.json`` where a record may come from anywhere.

What a suite of another version records besides is no fault here: members and kinds that this one does not know are left
alone, as far as they do not take the place of what it does know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema_rs


def complaint(event: Any) -> str | None:
    """What is wrong with one line of a stream, as plain values; ``None`` where nothing is."""
    kind = event.get("kind") if isinstance(event, dict) else None
    validator = _validators().get(kind) if isinstance(kind, str) else None
    if validator is not None and validator.is_valid(event):
        return None
    return next((_told(error) for error in (validator or _any_event()).iter_errors(event)), None)


def _told(error: Any) -> str:
    place = "/".join(map(str, error.instance_path))
    return f"{place}: {error.message}" if place else str(error.message)


@cache
def _validators() -> Mapping[str, jsonschema_rs.Draft202012Validator]:
    """A validator for each kind: an event tells its own, and to try all of them would take longer than reading."""
    schema = _schema()
    kinds = schema["$defs"]["event"]["properties"]["kind"]["enum"]
    return {kind: _validator({**schema["$defs"][kind], "$defs": schema["$defs"]}) for kind in kinds}


@cache
def _any_event() -> jsonschema_rs.Draft202012Validator:
    """Of a kind that this suite does not know."""
    described = _schema()["$defs"]["event"]
    of_any_kind = {**described["properties"], "kind": {"type": "string", "minLength": 1}}
    return _validator({**described, "properties": of_any_kind, "$defs": _schema()["$defs"]})


def _validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)


@cache
def _schema() -> Any:
    text = (files("conformance.recorder") / "stream.schema.json").read_text(encoding="utf-8")
    return _open(json.loads(text))


def _open(schema: Any) -> Any:
    """The same schema, which permits members that it does not name."""
    if isinstance(schema, list):
        return [_open(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _open(item) for key, item in schema.items() if (key, item) not in _CLOSED}


_CLOSED = (("additionalProperties", False), ("unevaluatedProperties", False))
