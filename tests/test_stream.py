"""The recorded stream is what its schema says."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from recorded_runs import recorded
from report_files import PACKAGE, RESULTS, STREAM, complaints, kinds

from conformance.recorder.events import from_line


def test_stream_every_recorded_line_is_what_its_schema_says(tmp_path: Path) -> None:
    recorded(tmp_path)
    lines = (tmp_path / "run.ndjson").read_text(encoding="utf-8").splitlines()
    assert [problem for line in lines for problem in complaints(STREAM, json.loads(line))] == []
    assert [from_line(line).line() for line in lines] == lines


GOOD: list[dict[str, Any]] = [
    {"kind": "request", "who": "a", "method": "GET", "path": "/", "headers": {}, "body": None},
    {"kind": "no_answer", "reason": "refused"},
    {"kind": "opening", "connection": "a/1", "who": "a", "path": "/", "headers": {"A": "b"}},
    {"kind": "handshake", "connection": "a/1", "who": "a", "status": 101, "headers": {}, "subprotocol": None},
    {"kind": "sent", "connection": "a/1", "who": "a", "frame": {}, "due": 5},
    {"kind": "received", "connection": "a/1", "who": "a", "bytes": "00ff"},
    {"kind": "close_received", "connection": "a/1", "who": "a", "code": 1001, "reason": ""},
    {"kind": "examined", "of": "token", "state": "wrong", "what": "it ended"},
    {"kind": "stall", "of": "server", "late_ms": 251.5},
    {"kind": "watch_posted", "clause": "X-01", "canary": "c", "connections": ["a/1"]},
    {"kind": "check_ended", "outcome": "passed", "duration_s": 0.1},
]


BAD: list[dict[str, Any]] = [
    {"kind": "unheard of"},
    {"kind": "stall", "late_ms": 1},
    {"kind": "stall", "of": "suite", "late_ms": 1, "more": 1},
    {"kind": "received", "connection": "a/1", "who": "a"},
    {"kind": "received", "connection": "a/1", "who": "a", "frame": {}, "text": "{}"},
    {"kind": "received", "connection": "a/1", "who": "a", "frame": []},
    {"kind": "received", "connection": "a/1", "who": "a", "bytes": "xyz"},
    {"kind": "check_ended", "outcome": "blocked"},
    {"kind": "stall", "of": "suite", "late_ms": 1, "id": 5},
]


@pytest.mark.parametrize("one", GOOD, ids=lambda one: one["kind"])
def test_stream_schema_accepts_events_of_every_kind(one: dict[str, Any]) -> None:
    assert complaints(STREAM, {"id": "w:1", "at": 1, "check": None, **one}) == []


@pytest.mark.parametrize("one", BAD)
def test_stream_schema_refuses_what_is_never_recorded(one: dict[str, Any]) -> None:
    assert complaints(STREAM, {"id": "w:1", "at": 1, "check": None, **one})


def test_stream_schema_knows_everything_that_the_suite_records() -> None:
    """Every ``record("kind", member=...)`` in the suite, held against the schema by name."""
    unknown, seen = [], set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and getattr(call.func, "attr", None) == "record" and call.args):
                continue
            if isinstance(call.args[0], ast.Constant):
                kind = call.args[0].value
                seen.add(kind)
                known = set(STREAM["$defs"].get(kind, {}).get("properties", {})) | {"check"}
                members = [word.arg for word in call.keywords if word.arg is not None]
                unknown += [f"{path.name}: {kind}: {member}" for member in members if member not in known]
                unknown += [] if kind in kinds() else [f"{path.name}: {kind}"]
    assert unknown == []
    assert seen >= {"request", "answer", "evaluation", "check_started", "check_ended"}
    by_variable = {"received", "ping_received", "pong_received", "close_received", "dropped"}
    assert set(kinds()) - seen <= by_variable
    assert RESULTS["$defs"]["shown_event"]["properties"]["kind"]["enum"] == kinds()
