"""What is looked up in the files of a report: schemas, checks, test cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs

import conformance

PACKAGE = Path(conformance.__file__).parent
RESULTS = json.loads((PACKAGE / "report/results.schema.json").read_text(encoding="utf-8"))
KINDS_SHOWN = RESULTS["$defs"]["shown_event"]["properties"]["kind"]["enum"]
STREAM = json.loads((PACKAGE / "recorder/stream.schema.json").read_text(encoding="utf-8"))


def complaints(schema: dict[str, Any], value: Any) -> list[str]:
    found = jsonschema_rs.Draft202012Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in found]


def found(results: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in results["checks"] if one["id"] == name)


def case_of(path: Path, name: str) -> ElementTree.Element:
    return next(case for case in ElementTree.parse(path).getroot().iter("testcase") if case.get("name") == name)


def told(case: ElementTree.Element) -> list[ElementTree.Element]:
    """What a test case says of its outcome; nothing where it passed."""
    return [child for child in case if child.tag in ("failure", "error", "skipped")]


def kinds() -> list[str]:
    listed: list[str] = STREAM["$defs"]["event"]["properties"]["kind"]["enum"]
    return listed
