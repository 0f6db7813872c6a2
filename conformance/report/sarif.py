"""``sarif.json``: causes and failures in SARIF 2.1.0, for the viewers and trackers that read it.

Every requirement is a rule. A result is a cause, or a failure for which no cause stands (a missed service level), and
is known again in another run by our fingerprint. There is no source file to point at: locations are logical, the
checks that show it and the operations of the contract that it belongs to. What the suite or the environment is to
blame for, and what gave no answer, are notifications of the invocation, never results about the server;
``executionSuccessful`` is false where the run could not judge what it was to judge, so that nobody takes no results
for no faults.
"""

from __future__ import annotations

import json
import re
from typing import Any

from conformance.report.components import is_level
from conformance.report.ctrf import when
from conformance.report.ladder import Row, ladder_of
from conformance.report.unjudged import unjudged
from conformance.report.visible import visible
from conformance.verdict.decide import NOT_SELECTED
from conformance.verdict.model import SERVER

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "chatConformance/v1"
LEVELS = {"P0": "error", "P1": "error", "P2": "warning", "P3": "note"}
JUDGED_ALL = (0, 1)
"""The exit statuses of a run that judged what it was to judge."""


def render(results: Row) -> str:
    """The log as JSON."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(results)]}
    return json.dumps(log) + "\n"


def _run(results: Row) -> dict[str, Any]:
    requirements = results["requirements"]
    driver = {
        "name": "chat-conformance",
        "version": results["suite"]["version"],
        "rules": [_rule(requirement, results) for requirement in requirements],
    }
    index = {requirement["id"]: number for number, requirement in enumerate(requirements)}
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"chat-conformance/{visible(results['profile']['name'])}/{results['run']['id']}"},
        "invocations": [_invocation(results)],
        "results": [{**result, "ruleIndex": index[result["ruleId"]]} for result in _results(results)],
        "columnKind": "unicodeCodePoints",
        "properties": {"contract": results["suite"]["contract_version"], "seed": results["seed"]},
    }


def _rule(requirement: Row, results: Row) -> dict[str, Any]:
    texts = {name: requirement[name] for name in ("statement", "impact", "remedy")}
    return {
        "id": requirement["id"],
        "shortDescription": _message(texts["statement"]),
        "help": {
            **_message(f"{texts['statement']}\nImpact: {texts['impact']}\nRemedy: {texts['remedy']}"),
            "markdown": _braces(
                f"{texts['statement']}\n\n**Impact:** {texts['impact']}\n\n**Remedy:** {texts['remedy']}"
            ),
        },
        "defaultConfiguration": {"level": _level(requirement, results)},
        "properties": {
            **{name: requirement[name] for name in ("level", "severity", "category", "section", "needs")},
            "tags": list(requirement["groups"]),
        },
    }


def _level(requirement: Row, results: Row) -> str:
    advice = requirement["level"] != "MUST" or is_level(requirement["id"], results)
    return "note" if advice else LEVELS[requirement["severity"]]


# -- results ----------------------------------------------------------------------------------------------------------


def _results(results: Row) -> list[dict[str, Any]]:
    server = [cause for cause in results["causes"] if cause["origin"] == SERVER]
    standing = {cause["requirement"] for cause in server}
    failed = [check for check in results["checks"] if check["outcome"] == "failed" and check["failure"]]
    alone = [check for check in failed if check["failure"]["clause"] not in standing]
    return [*(_of_cause(cause, results) for cause in server), *(_of_failure(check, results) for check in alone)]


def _of_cause(cause: Row, results: Row) -> dict[str, Any]:
    shown = [check for check in results["checks"] if check["id"] in cause["failed"] and check["failure"]]
    failure = shown[0]["failure"] if shown else None
    blocks = list(ladder_of(results).waits_for(cause["requirement"]))
    details = {"severity": cause["severity"], "blocks": blocks, "inPassing": cause["in_passing"]}
    return _result(cause["requirement"], cause["summary"], cause["fingerprint"], cause["failed"], failure, details,
                   results)  # fmt: skip


def _of_failure(check: Row, results: Row) -> dict[str, Any]:
    failure = check["failure"]
    return _result(failure["clause"], failure["why"], failure["fingerprint"], [check["id"]], failure, {}, results)


def _result(
    clause: str,
    what: str,
    fingerprint: str,
    checks: list[str],
    failure: Row | None,
    details: Row,
    results: Row,
) -> dict[str, Any]:
    requirement = next(row for row in results["requirements"] if row["id"] == clause)
    again = {"reproduce": failure["reproduce"]} if failure else {}
    return {
        "ruleId": clause,
        "kind": "fail",
        "level": _level(requirement, results),
        "message": _message(f"{what}\nRemedy: {requirement['remedy']}"),
        "locations": [{"logicalLocations": _places(clause, checks, results)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {**details, **again},
        **_exchange(failure),
    }


def _places(clause: str, checks: list[str], results: Row) -> list[dict[str, str]]:
    operations = [row["name"] for row in results["operations"] if clause in row["requirements"]]
    return [
        {"fullyQualifiedName": clause, "kind": "requirement"},
        *({"fullyQualifiedName": name, "kind": "check"} for name in checks),
        *({"fullyQualifiedName": name, "kind": "operation"} for name in operations),
    ]


def _exchange(failure: Row | None) -> dict[str, Any]:
    """The request that was judged and its answer, where they were HTTP."""
    sent = failure["sent"] if failure else None
    if sent is None or sent["kind"] != "request":
        return {}
    request = {"method": visible(str(sent["method"])), "target": visible(str(sent["path"]))}
    answer = next((event for event in (failure or {})["observed"] if event["kind"] == "answer"
                   and event.get("request") == sent["event"]), None)  # fmt: skip
    return {"webRequest": request, **({"webResponse": {"statusCode": answer["status"]}} if answer else {})}


# -- the run itself ---------------------------------------------------------------------------------------------------


def _invocation(results: Row) -> dict[str, Any]:
    began, ended = (moment.isoformat().replace("+00:00", "Z") for moment in when(results))
    status = results["verdict"]["exit_status"]
    return {
        "executionSuccessful": status in JUDGED_ALL,
        "exitCode": status,
        "exitCodeDescription": visible(results["verdict"]["sentence"]),
        "startTimeUtc": began,
        "endTimeUtc": ended,
        "toolExecutionNotifications": _notifications(results),
    }


def _notifications(results: Row) -> list[dict[str, Any]]:
    faults = [
        {"level": "error", "message": _message(f"{cause['origin']}: {cause['requirement']}: {cause['summary']}")}
        for cause in results["causes"]
        if cause["origin"] != SERVER
    ]
    silent = [
        {
            "level": "note" if row.outcome == "not_applicable" else "warning",
            "message": _message(f"{len(row.checks)} {row.kind}: {row.why}"),
        }
        for row in unjudged(results)
        if row.outcome != "error" and row.why != NOT_SELECTED
    ]
    return [*faults, *silent]


def _message(text: str) -> dict[str, str]:
    """A plain text message in which nothing is a placeholder and nothing is a link, whoever wrote it."""
    return {"text": re.sub(r"\[(?=[^\]]*\]\()", r"\\[", _braces(visible(text)))}


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
