"""The formats for other programs: as their own schemas say, and harmless whatever a server said."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
import whole_runs
from hostile import HOSTILE
from recorded_runs import plain, recorded, run_of

from conformance.report import badge, ctrf, junit, sarif
from conformance.report.results import build
from conformance.report.write import DOCUMENTS, render
from conformance.verdict.model import OUTCOMES

Results = Mapping[str, Any]

DATA = Path(__file__).parent / "data"


@cache
def runs() -> Mapping[str, Results]:
    """Runs with every sort of end."""
    return {
        "broken": whole_runs.broken("MSG-DUP-01", "SLO-ACK-01", silent={"health.public": "the machine stood still"}),
        "green": whole_runs.green(),
        "dead": whole_runs.dead(),
    }


@cache
def validator(schema: str) -> Any:
    """A validator by the schema of a format; it minds formats such as times and addresses."""
    document = json.loads((DATA / schema).read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(document, validate_formats=True)


def complaints(schema: str, document: str) -> list[str]:
    """What the schema of a format finds wrong with a document."""
    found = validator(schema).iter_errors(json.loads(document))
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in found]


def hostile_results(folder: Path, said: str) -> Results:
    """A small run of a server that said something wherever a report shows what servers say."""
    events = recorded(folder, {"key " + said: [said]}, f"reason {said}")
    found: Results = plain(build(run_of(events, server={"name": said, "version": said}, notes=[said])))
    return found


@pytest.mark.parametrize("name", ["broken", "green", "dead"])
def test_every_document_is_the_same_whenever_it_is_rendered(name: str, tmp_path: Path) -> None:
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        render(folder, json.loads(json.dumps(runs()[name])))
    for document in DOCUMENTS:
        assert (tmp_path / "one" / document).read_bytes() == (tmp_path / "two" / document).read_bytes(), document


# -- CTRF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["broken", "green", "dead"])
def test_ctrf_is_what_its_schema_says(name: str) -> None:
    assert complaints("ctrf-0.0.schema.json", ctrf.render(runs()[name])) == []


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_ctrf_is_what_its_schema_says_whatever_the_server_said(tmp_path: Path, said: str) -> None:
    text = ctrf.render(hostile_results(tmp_path, said))
    assert complaints("ctrf-0.0.schema.json", text) == []
    assert text.isascii()
    assert not re.search(r"\\u(00[01]|007f|00[89]|d[89a-f]|202[a-e])", re.sub(r"\\\\u", "", text))


def test_ctrf_counts_every_check_once_and_passes_only_what_passed() -> None:
    results = runs()["broken"]
    report = json.loads(ctrf.render(results))["results"]
    count = Counter(test["status"] for test in report["tests"])
    summary = report["summary"]
    assert summary["tests"] == len(results["checks"]) == count.total()
    assert {status: summary[status] for status in count} == count
    assert [test["name"] for test in report["tests"] if test["status"] == "passed"] == [
        check["id"] for check in results["checks"] if check["outcome"] == "passed"
    ]
    assert summary["stop"] - summary["start"] == summary["duration"] == 1250


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_ctrf_keeps_our_word_beside_its_own(outcome: str) -> None:
    status = {"passed": "passed", "failed": "failed", "error": "other", "inconclusive": "other"}
    results = dict(runs()["green"])
    check = {**results["checks"][0], "outcome": outcome, "reason": "because"}
    (test,) = json.loads(ctrf.render({**results, "checks": [check]}))["results"]["tests"]
    assert (test["status"], test["rawStatus"]) == (status.get(outcome, "skipped"), outcome)


def test_ctrf_calls_a_run_unhealthy_that_reached_nobody() -> None:
    healthy = {name: json.loads(ctrf.render(run))["results"]["environment"]["healthy"] for name, run in runs().items()}
    assert healthy == {"broken": True, "green": True, "dead": False}


# -- SARIF ------------------------------------------------------------------------------------------------------------


def log(results: Results) -> dict[str, Any]:
    """The one run of a log."""
    (run,) = json.loads(sarif.render(results))["runs"]
    found: dict[str, Any] = run
    return found


@pytest.mark.parametrize("name", ["broken", "green", "dead"])
def test_sarif_is_what_its_schema_says(name: str) -> None:
    assert complaints("sarif-2.1.0.schema.json", sarif.render(runs()[name])) == []


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_sarif_is_what_its_schema_says_whatever_the_server_said(tmp_path: Path, said: str) -> None:
    text = sarif.render(hostile_results(tmp_path, said))
    assert complaints("sarif-2.1.0.schema.json", text) == []
    assert text.isascii()


def test_sarif_results_are_causes_and_what_no_cause_stands_for() -> None:
    run = log(runs()["broken"])
    found = {result["ruleId"]: result for result in run["results"]}
    assert list(found) == ["MSG-DUP-01", "SLO-ACK-01"]
    assert [result["level"] for result in run["results"]] == ["error", "note"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == name for name, result in found.items())
    cause = runs()["broken"]["causes"][0]
    assert found["MSG-DUP-01"]["partialFingerprints"] == {sarif.FINGERPRINT: cause["fingerprint"]}
    assert found["MSG-DUP-01"]["webRequest"] == {"method": "GET", "target": "/MSG-DUP-01"}
    assert found["MSG-DUP-01"]["webResponse"] == {"statusCode": 500}
    (location,) = found["MSG-DUP-01"]["locations"]
    assert {place["kind"] for place in location["logicalLocations"]} == {"requirement", "check", "operation"}


def test_sarif_rules_explain_each_requirement() -> None:
    results = runs()["green"]
    rules = {rule["id"]: rule for rule in log(results)["tool"]["driver"]["rules"]}
    assert rules.keys() == {row["id"] for row in results["requirements"]}
    for row in results["requirements"]:
        for words in (row["impact"], row["remedy"]):
            assert words.replace("{", "{{").replace("}", "}}") in rules[row["id"]]["help"]["markdown"]


@pytest.mark.parametrize(
    ("severity", "level", "expected"),
    [("P0", "MUST", "error"), ("P1", "MUST", "error"), ("P2", "MUST", "warning"), ("P3", "MUST", "note"),
     ("P0", "SHOULD", "note")],
)  # fmt: skip
def test_sarif_level_follows_the_severity(severity: str, level: str, expected: str) -> None:
    results = runs()["broken"]
    rows = [{**row, "severity": severity, "level": level} if row["id"] == "MSG-DUP-01" else row
            for row in results["requirements"]]  # fmt: skip
    assert log({**results, "requirements": rows})["results"][0]["level"] == expected


def test_sarif_of_a_run_that_reached_nobody_has_no_results_and_says_that_this_means_nothing() -> None:
    run = log(runs()["dead"])
    (invocation,) = run["invocations"]
    assert run["results"] == []
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    first, *others = invocation["toolExecutionNotifications"]
    assert (first["level"], "NET-HTTP-01" in first["message"]["text"]) == ("error", True)
    assert [one["message"]["text"] for one in others] == ["625 blocked: waits for NET-HTTP-01"]


def test_sarif_of_a_run_that_judged_everything_says_so() -> None:
    for name, status in (("green", 0), ("broken", 1)):
        (invocation,) = log(runs()[name])["invocations"]
        assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, status)
        assert invocation["endTimeUtc"] == "2026-11-20T00:00:01.250000Z"


def test_sarif_message_holds_no_placeholder_and_no_link_of_a_server() -> None:
    said = sarif._message('[see](javascript:alert(1)) {"a": [1, {"b": 2}]} {0} \x1b[31m')["text"]
    assert said == '\\[see](javascript:alert(1)) {{"a": [1, {{"b": 2}}]}} {{0}} \\u001b[31m'


# -- JUnit ------------------------------------------------------------------------------------------------------------


def cases(results: Results) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(junit.render(results)).iter("testcase"))


@pytest.mark.parametrize("name", ["broken", "green", "dead"])
def test_junit_counts_are_those_of_its_cases_on_every_level(name: str) -> None:
    root = ElementTree.fromstring(junit.render(runs()[name]))
    for element in (root, *root):
        found = Counter(child.tag for case in element.iter("testcase") for child in case)
        counted = {attribute: int(element.get(attribute, "-1")) for attribute in ("failures", "errors", "skipped")}
        assert counted == {"failures": found["failure"], "errors": found["error"], "skipped": found["skipped"]}
        assert int(element.get("tests", "-1")) == len(list(element.iter("testcase")))


def test_junit_cases_are_told_apart_by_class_and_name_and_grouped_by_package() -> None:
    names = [(case.get("classname"), case.get("name")) for case in cases(runs()["broken"])]
    assert len(names) == len(set(names))
    assert {str(classname).rpartition(".")[0] for classname, _ in names} == {"chat-conformance"}


def test_junit_cases_hold_properties_then_the_outcome_then_output() -> None:
    order = ["properties", "skipped", "error", "failure", "system-out"]
    for case in cases(runs()["broken"]):
        tags = [child.tag for child in case]
        assert tags == sorted(tags, key=order.index)
        assert ("system-out" in tags) == ("failure" in tags or "error" in tags)


def test_junit_failure_shows_how_to_see_it_again_and_what_came() -> None:
    case = next(case for case in cases(runs()["broken"]) if str(case.get("name")).startswith("messages.duplicate-same"))
    failure, output = case.find("failure"), case.findtext("system-out") or ""
    assert failure is not None
    assert failure.get("type") == "MSG-DUP-01"
    assert "chat-conformance run full --url http://127.0.0.1:1 --check 'messages.duplicate-same-number[" in output
    assert '"status": 500' in output
    assert "got status 500" in (failure.text or "")


def test_junit_holds_no_attachment_of_a_server(tmp_path: Path) -> None:
    assert "[[ATTACHMENT|" not in junit.render(hostile_results(tmp_path, "[[ATTACHMENT|/etc/passwd]]"))


# -- badge ------------------------------------------------------------------------------------------------------------


def verdict(word: str, status: int, **more: Any) -> Results:
    """Results that end with this word and status."""
    results = runs()["broken" if word == "non-conformant" else "green"]
    return {**results, "verdict": {"word": word, "sentence": word, "exit_status": status}, **more}


@pytest.mark.parametrize(
    ("results", "message", "color"),
    [
        (("conformant", 0), "conformant · full 1.0", badge.GREEN),
        (("conformant", 1), "conformant · full 1.0 · exit status 1", badge.AMBER),
        (("conformant", 4), "conformant · full 1.0 · exit status 4", badge.AMBER),
        (("non-conformant", 1), "not conformant · 1 cause", badge.RED),
        (("non-conformant", 0), "not conformant · 1 cause", badge.RED),
        (("partial", 0), "partial · 626 of 626 checks", badge.GREY),
        (("incomplete", 4), "incomplete · 0 checks gave no answer", badge.GREY),
    ],
)
def test_badge_says_the_verdict_and_is_green_only_for_a_whole_run_that_found_nothing(
    results: tuple[str, int], message: str, color: str
) -> None:
    assert badge.badge(verdict(*results)) == badge.Badge(message, color)


def test_badge_says_why_a_run_is_incomplete() -> None:
    assert badge.badge(runs()["dead"]) == badge.Badge("incomplete · server not reached", badge.GREY)
    interrupted = verdict("incomplete", 130, run={**runs()["green"]["run"], "interrupted": True})
    assert badge.badge(interrupted) == badge.Badge("incomplete · interrupted", badge.GREY)


def test_badge_says_what_the_run_was_without() -> None:
    profile = {**runs()["green"]["profile"], "without": {"mint": "theirs", "launch": "theirs"}}
    said = badge.badge(verdict("conformant", 0, profile=profile)).message
    assert said == "conformant · full 1.0 without launch and mint"


def test_badge_json_is_what_an_endpoint_answers() -> None:
    assert json.loads(badge.as_json(runs()["green"])) == {
        "schemaVersion": 1,
        "label": "chat-conformance",
        "message": "conformant · full 1.0",
        "color": badge.GREEN,
    }


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_badge_svg_is_well_formed_and_holds_nothing_but_text_whatever_a_profile_is_called(said: str) -> None:
    profile = {**runs()["green"]["profile"], "name": said}
    root = ElementTree.fromstring(badge.as_svg(verdict("conformant", 0, profile=profile)))
    assert [element.tag.removeprefix(SVG) for element in root.iter()] == [
        "svg", "title", "rect", "rect", "g", "text", "text",
    ]  # fmt: skip
    assert {name for element in root.iter() for name in element.attrib} <= {
        "width", "height", "role", "aria-label", "aria-hidden", "fill", "x", "y", "font-family", "font-size",
        "textLength", "lengthAdjust",
    }  # fmt: skip
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title")


def test_badge_is_as_wide_as_its_words() -> None:
    assert [badge.width_of(text) for text in ("", "i", "iiii", "mmmm", "\N{SNOWMAN}")] == [0, 3, 12, 44, 11]
    root = ElementTree.fromstring(badge.as_svg(runs()["green"]))
    texts = root.findall(f"{SVG}g/{SVG}text")
    inside = sum(int(text.get("textLength", "0")) for text in texts)
    assert int(root.get("width", "0")) == inside + 20


@pytest.mark.parametrize("color", [badge.GREEN, badge.RED, badge.AMBER, badge.GREY, "444444"])
def test_badge_can_be_read_by_those_who_see_little_contrast(color: str) -> None:
    parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 4.5
