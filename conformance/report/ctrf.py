"""``ctrf.json``: the checks in the Common Test Report Format, for the dashboards that read it.

The format knows passed, failed, skipped, pending and other. What was not run or not judged is ``skipped``; what gave
no answer, and what the suite or the environment is to blame for, is ``other``: it is no failure of the server, and no
pass.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections import Counter
from typing import Any

from conformance.report.ladder import Row
from conformance.report.visible import visible
from conformance.verdict.model import SERVER

SPECIFICATION = "0.0.0"
STATUS = {"passed": "passed", "failed": "failed", "inconclusive": "other", "error": "other"}
"""By our outcome; everything else is skipped."""

_OURS = uuid.UUID("6f0f7f0c-3f0a-5d2b-9b57-0a9a0d1f6c11")
"""In this namespace a report's id follows from its run's, so that it is the same whenever it is rendered."""


def render(results: Row) -> str:
    """The document as JSON."""
    began, ended = when(results)
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPECIFICATION,
        "reportId": str(uuid.uuid5(_OURS, f"{results['run']['id']} {results['run']['began']}")),
        "runId": results["run"]["id"],
        "timestamp": ended.isoformat().replace("+00:00", "Z"),
        "generatedBy": f"chat-conformance {results['suite']['version']}",
        "results": {
            "tool": {"name": "chat-conformance", "version": results["suite"]["version"]},
            "summary": _summary(results, _ms(began), _ms(ended)),
            "tests": [_test(check, results) for check in results["checks"]],
            "environment": _environment(results),
            "extra": {"verdict": {**results["verdict"], "sentence": visible(results["verdict"]["sentence"])},
                      "seed": results["seed"]},
        },
    }  # fmt: skip
    return json.dumps(document) + "\n"


def when(results: Row) -> tuple[datetime.datetime, datetime.datetime]:
    """When the run began and ended, in UTC."""
    began = datetime.datetime.fromisoformat(results["run"]["began"])
    return began, began + datetime.timedelta(seconds=results["duration_s"])


def _ms(moment: datetime.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _summary(results: Row, start: int, stop: int) -> dict[str, int]:
    count = Counter(_status(check) for check in results["checks"])
    by_status = {status: count[status] for status in ("passed", "failed", "skipped", "pending", "other")}
    suites = len({check["category"] for check in results["checks"]})
    return {"tests": count.total(), **by_status, "suites": suites, "start": start, "stop": stop,
            "duration": stop - start}  # fmt: skip


def _test(check: Row, results: Row) -> dict[str, Any]:
    failure = check["failure"] or {}
    test = {
        "testId": check["id"],
        "name": check["id"],
        "status": _status(check),
        "rawStatus": check["outcome"],
        "duration": round(check["duration_s"] * 1000),
        "suite": [check["category"]],
        "type": check["category"],
        "tags": list(check["requirements"]),
        "extra": {"phase": check["phase"], "origin": check["origin"], "blockedBy": check["blocked_by"]},
    }
    if check["reason"]:
        test["message"] = visible(check["reason"])
    if failure.get("traceback"):
        test["trace"] = visible(failure["traceback"])
    if failure:
        test["extra"] |= {name: failure[name] for name in ("clause", "statement", "fingerprint", "reproduce")}
    return test


def _status(check: Row) -> str:
    return STATUS.get(check["outcome"], "skipped")


def _environment(results: Row) -> dict[str, Any]:
    named = {"appName": results["target"]["server"]["name"], "appVersion": results["target"]["server"]["version"],
             "testEnvironment": results["target"]["url"], "osPlatform": results["environment"]["system"]}  # fmt: skip
    healthy = all(cause["origin"] == SERVER for cause in results["causes"])
    return {**{key: visible(value) for key, value in named.items() if value}, "healthy": healthy}
