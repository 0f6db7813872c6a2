"""A small recorded run, of which reports are made."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from helpers import REACHED, answer, check, clause, contract, event, manifest

from conformance.controller.machine import environment
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import evaluate
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.report.results import Judged, judged
from conformance.stage.judge import Judge
from conformance.stage.outcome import recorded_check
from conformance.verdict.recording import recording

CONTRACT = dataclasses.replace(
    contract(
        clause(REACHED, severity="P0"),
        clause("ONE-01", REACHED, category="security"),
        clause("TWO-01", "ONE-01"),
        clause("INV-01", capability="invites"),
        clause("NICE-01", level="SHOULD"),
        clause("SLO-01", category="performance", service_level={"bound": 250}),
        clause("LATER-01", draft=True),
    ),
    digest="0" * 64,
)
CHECKS = manifest(
    check("ladder.reached", REACHED, phase="rungs"),
    check("one.rest", "ONE-01"),
    check("one.ws", "ONE-01"),
    check("two", "TWO-01"),
    check("invites", "INV-01"),
    check("nice", "NICE-01"),
    check("latency", "SLO-01", phase="performance"),
)
ASKED: dict[str, Any] = {
    "run": "1a2b3c4d",
    "began": "2026-11-20T00:00:00Z",
    "suite": {"version": "0.1", "contract_version": "1.0", "contract_digest": "0" * 64},
    "profile": {
        "name": "full",
        "source": "profiles/full.toml",
        "contract": "1.0",
        "demands": ["roles"],
        "without": {"load": "no"},
        "expected_failures": [],
        "enforce_service_levels": False,
    },
    "url": "http://127.0.0.1:1",
    "launched": False,
    "selected": None,
    "ladder": True,
    "workers": 2,
    "seed": 7,
    "intensity": 1.0,
    "environment": environment(),
}
ENDED: dict[str, Any] = {
    "interrupted": False,
    "duration_s": 1.25,
    "phases_s": {"rungs": 0.1, "parallel": 1.0},
    "notes": [],
}


def recorded(tmp_path: Path, said: Any = "hello", reason: str | None = None) -> list[Event]:
    """A run in which the server said something, and everything that can become of a check became of one."""
    recorder = Recorder(tmp_path / "run.ndjson", "run")
    judge = Judge(recorder, CONTRACT)

    def exchange(status: int) -> Event:
        asked = recorder.record("request", who="alice", method="GET", path="/chat/x", headers={}, body=None)
        return recorder.record(
            "answer", request=asked.id, who="alice", status=status, headers={"X-Said": "x"}, body=said, elapsed_ms=1.5
        )

    for name, entry in CHECKS.items():
        if name in ("two", "invites"):
            continue
        with recorded_check(recorder, name, entry.requirements):
            if name == "nice":
                raise ZeroDivisionError(reason or "by zero")
            heard = exchange(500 if name == "one.ws" else 200)
            if name == "one.ws" and reason is not None:
                evaluate(recorder, "ONE-01", m.field_is, heard, path="body", expected=0)
            judge(entry.requirements[0], m.status_is, heard, expected=[200])
    recorder.close()
    events = recorder.events()
    if reason is None:
        return events
    return [replaced(one, reason) for one in events]


def replaced(one: Event, reason: str) -> Event:
    """The same event with its reason being what a server made of it."""
    if one.kind not in ("evaluation", "check_ended") or not one.data.get("reason"):
        return one
    return dataclasses.replace(one, data={**one.data, "reason": reason})


def run_of(events: list[Event], server: Any = None, **ended: Any) -> Judged:
    """A run in which this was recorded: it declared its capabilities, and so the server's name."""
    document = answer(200, {"capabilities": {"roles": {}}, "server": server or {"name": "a server", "version": "1.2"}})
    declared = dataclasses.replace(document, check="capabilities.document")
    began = event("run_began", **ASKED)
    end = event("run_ended", **{**ENDED, **ended})
    return judged(recording([began, declared, *events, end]), CONTRACT, CHECKS)


def plain(results: Any) -> Any:
    """As it is read back from its file."""
    return json.loads(json.dumps(results))
