"""junit.xml names every check with its outcome, and holds what XML can hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from recorded_runs import recorded, run_of
from report_files import case_of, told

from conformance.report import junit
from conformance.report.results import build


def test_junit_names_every_check_by_category_with_its_outcome(tmp_path: Path, results: dict[str, Any]) -> None:
    (tmp_path / "junit.xml").write_text(junit.render(results), encoding="utf-8")
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    outcomes = {case.get("name"): [child.tag for child in told(case)] for case in root.iter("testcase")}
    assert outcomes == {
        "ladder.reached": [],
        "one.rest": [],
        "one.ws": ["failure"],
        "two": ["skipped"],
        "invites": ["skipped"],
        "nice": ["error"],
        "latency": [],
    }
    suites = {suite.get("name"): suite for suite in root}
    assert sorted(suites) == ["performance", "security", "unit"]
    unit = suites["unit"]
    assert [unit.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "0", "1", "2"]
    message = told(case_of(tmp_path / "junit.xml", "two"))[0].get("message")
    assert message == "blocked by ONE-01: stands on ONE-01, which is broken"


def test_junit_holds_only_what_xml_can_hold(tmp_path: Path) -> None:
    said = "".join(map(chr, [*range(160), 0xD800, 0xFFFE, 0xFFFF, 0x1F600])) + "]]><pwned/>"
    (tmp_path / "junit.xml").write_text(junit.render(build(run_of(recorded(tmp_path, said, said)))), encoding="utf-8")
    message = told(case_of(tmp_path / "junit.xml", "one.ws"))[0].get("message") or ""
    assert message.startswith("failed: " + "\N{REPLACEMENT CHARACTER}" * 9 + "\t\n")
    assert message.endswith("\N{REPLACEMENT CHARACTER}" * 3 + "\U0001f600]]><pwned/>")
