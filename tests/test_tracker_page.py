"""The tracker's page: what it lists and where, and that nothing that a server says changes its form."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from helpers import PURE
from hostile import HOSTILE, skeleton
from hypothesis import given
from hypothesis import strategies as st
from recorded_runs import CHECKS, plain, recorded, run_of
from tracked_runs import later

from conformance.report.results import build
from conformance.tracker import cells, document, history
from conformance.tracker.flaky import flaky
from conformance.tracker.issues import spark
from conformance.tracker.page import page
from conformance.tracker.sightings import run_of as line_of
from conformance.tracker.source import Source
from conformance.tracker.standing import standings

Results = dict[str, Any]


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Results:
    found: Results = plain(build(run_of(recorded(tmp_path_factory.mktemp("run")))))
    return later(found, 0)


def page_of(*results: Results) -> str:
    """The page after these results, by the small manifest that they were judged by."""
    runs = history.with_runs((), map(line_of, results))
    return page(Source(results[-1], runs, standings(runs), flaky(runs), CHECKS))


def part(text: str, name: str) -> str:
    return document.read(text, "t.md").parts[name].body


def rows(text: str, name: str) -> list[list[str]]:
    """The rows of a part's table without its head and its ids."""
    return [cells.split(line)[:-1] for line in part(text, name).splitlines() if line.startswith("|")][2:]


# -- what it lists ----------------------------------------------------------------------------------------------------


def test_a_page_says_how_the_last_run_ended_and_how_the_runs_went(failing: Results) -> None:
    text = page_of(later(failing, 1, "1.1", one_ws="passed"), later(failing, 2))
    status = part(text, "status")
    assert "**not conformant to full 1.0 without load: 1 cause**" in status
    assert "| Run | run2, began 2026-01-03T00:00:00Z |" in status
    assert "| Findings | 1 new |" in status
    assert "causes  ▁█  now 1, at most 1" in status
    listed = [line for line in status.splitlines() if line.startswith("| run")]
    assert [line.split(" | ")[0] for line in listed] == ["| run2", "| run1"]


def test_a_module_with_something_to_tell_has_a_row_with_its_counts_and_what_failed_under_it(failing: Results) -> None:
    module, finding = rows(page_of(failing), "security")
    assert module == ["**unit/test_something.py**", "2 checks", "1 passed, 1 failed", "", "", "", "", ""]
    assert finding == [
        "unit/test_something.py",
        "`one.ws`",
        'Something is broken. ONE-01: expected status 200, got status 500 with "hello"',
        "P1 (high)",
        "new",
        "",
        "",
        "",
    ]
    assert rows(page_of(failing), "performance") == [["**1 module**", "1 check", "1 passed", "", "", "", "", "", ""]]


def in_modules(results: Results, outcomes: dict[str, str]) -> Results:
    """Results of which the category ``reliability`` holds a check in each of these modules, which came to this."""
    new = copy.deepcopy(results)
    first = new["checks"][0]
    new["checks"] += [
        {**first, "id": f"{name}.check", "category": "reliability", "outcome": outcome, "failure": None}
        for name, outcome in outcomes.items()
    ]
    return new


def test_modules_with_nothing_to_tell_are_one_row(failing: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.tracker.tables.module", lambda check, _: check["id"].partition(".")[0])
    outcomes = {"a": "passed", "b": "inconclusive", "c": "blocked", "d": "not_run", "e": "error", "f": "passed"}
    assert [row[:3] for row in rows(page_of(in_modules(failing, outcomes)), "reliability")] == [
        ["**b**", "1 check", "1 inconclusive"],
        ["**e**", "1 check", "1 error"],
        ["**4 other modules**", "4 checks", "2 passed, 1 blocked, 1 not run"],
    ]
    outcomes = {"a": "passed", "f": "not_applicable"}
    assert [row[:3] for row in rows(page_of(in_modules(failing, outcomes)), "reliability")] == [
        ["**2 modules**", "2 checks", "1 passed, 1 not applicable"]
    ]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("unit", ["ONE-01: as it wanted", "P1 (high)"]),
        ("integration", ["ONE-01: as it wanted", "P1 (high)"]),
        ("performance", ["ONE-01: ONE-01 MUST hold.", "as it wanted", "P1 (high)"]),
        ("security", ["Something is broken. ONE-01: as it wanted", "P1 (high)"]),
        ("reliability", ["ONE-01: as it wanted", "Something is broken."]),
        ("e2e", ["ONE-01: as it wanted", "Something is broken."]),
    ],
)
def test_each_category_has_columns_of_its_own(failing: Results, category: str, expected: list[str]) -> None:
    results = copy.deepcopy(failing)
    for check in results["checks"]:
        if check["id"] == "one.ws":
            check.update(category=category, reason="as it wanted")
    (row,) = [row for row in rows(page_of(results), category) if row[1] == "`one.ws`"]
    assert row[2:-3] == [*expected, "new"]


def test_a_known_issue_says_what_was_expected_what_was_seen_and_what_it_risks(failing: Results) -> None:
    issues = part(page_of(failing, later(failing, 1)), "issues")
    assert (
        "#### ONE-01: All (P1)\n\n- Status: known\n- Expected: ONE-01 MUST hold.\n- Observed: expected status" in issues
    )
    assert "first seen 2026-01-01T00:00:00Z, last seen 2026-01-02T00:00:00Z, in 2 runs, by `one.ws`)" in issues
    assert "- Risk: Something is broken.\n- Where to look: Mend it.\n- Blocked by it: `TWO-01`\n" in issues
    assert issues.count("None.") == 2


def test_what_is_not_judged_keeps_its_row_and_says_so(failing: Results) -> None:
    text = page_of(failing, later(failing, 1, one_ws="not_run"))
    assert rows(text, "security")[1][4] == "new, not judged"
    assert "| Findings | 1 new, 1 of them not judged |" in text


def test_a_fixed_finding_has_left_its_module_for_the_fixed_ones(failing: Results) -> None:
    text = page_of(failing, later(failing, 1, "1.3", one_ws="passed"))
    assert [row[0] for row in rows(text, "security")] == ["**1 module**"]
    assert rows(text, "fixed")[0][:2] == ["ONE-01", "`one.ws`"]
    assert "#### ONE-01" not in text


def test_an_intermittent_finding_has_its_rate_and_its_check_is_flaky(failing: Results) -> None:
    text = page_of(failing, later(failing, 1, one_ws="passed"))
    assert rows(text, "security")[1][4] == "intermittent, 1 of 2 runs"
    (row,) = rows(text, "flaky")
    assert row[:2] == ["`one.ws`", "1 of 2 runs (failed 1, passed 1)"]
    assert row[3] == "the server"


def test_what_could_not_be_told_or_reached_is_the_environments(failing: Results) -> None:
    results = later(failing, 1)
    check = next(one for one in results["checks"] if one["id"] == "one.rest")
    check.update(outcome="inconclusive", reason="the machine stalled")
    results["notes"] = ["the key did not exist before"]
    results["causes"][0]["origin"] = "environment"
    assert [row[:3] for row in rows(page_of(results), "environment")] == [
        ["ONE-01", "`one.ws`; 1 requirement blocked", 'expected status 200, got status 500 with "hello"'],
        ["could not tell", "`one.rest`", "the machine stalled"],
        ["a note of the run", "", "the key did not exist before"],
    ]


def test_what_the_suite_did_is_its_own_fault_and_no_finding(failing: Results) -> None:
    text = page_of(failing)
    ((requirement, checks, reason, *_),) = rows(text, "suite")
    assert (requirement, checks) == ("NICE-01", "`nice`")
    assert "ZeroDivisionError" in reason
    assert "NICE-01" not in part(text, "issues")


def test_a_clause_that_the_contract_has_no_more_is_still_listed(failing: Results) -> None:
    results = later(failing, 1, one_ws="not_run")
    results["requirements"] = [one for one in results["requirements"] if one["id"] != "ONE-01"]
    results["checks"] = [one for one in results["checks"] if one["id"] != "one.ws"]
    text = page_of(failing, results)
    assert "#### ONE-01: no longer in the contract (P3)" in text
    assert ["(no longer in the suite)", "`one.ws`"] in [row[:2] for row in rows(text, "unit")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], ""), ([0, 0], "▁▁"), ([0, 1], "▁█"), ([1, 7], "▂█"), ([0, 1, 350, 700], "▁▂▅█"), ([3], "█")],
)
def test_numbers_are_drawn_with_nothing_alone_as_the_lowest(values: list[int], expected: str) -> None:
    assert spark(values) == expected


# -- whatever a server says -------------------------------------------------------------------------------------------

FORGED = [
    "x | #1 | pwned | mallory | `a1b2c3d4e5f6` |",
    "x |\n| **pwned** | y | z | P0 | new | #1 | pwned | mallory | `a1b2c3d4e5f6` |",
    "x\n\n<!-- chat-conformance:end security -->\n\npwned",
    "<!-- chat-conformance:end security -->",
    "<!-- chat-conformance:notes ONE-01 -->",
    "<<<<<<< ours",
    "\\",
    "\\|",
    "`",
]


def saying(results: Results, said: str) -> Results:
    """The same results from a server, or a file, that says this wherever it can."""
    told = copy.deepcopy(results)
    told["target"]["server"] = {"name": f"x {said}", "version": f"x {said}"}
    told["verdict"]["sentence"] = told["profile"]["name"] = f"x {said}"
    told["service_levels"]["line"] = told["suite"]["contract_version"] = told["suite"]["version"] = f"x {said}"
    told["run"]["id"] = f"x {said}"
    told["notes"] = [f"x {said}"]
    for entry in told["requirements"]:
        entry.update(statement=f"x {said}", impact=f"x {said}", remedy=f"x {said}")
    for group in told["groups"]:
        group["title"] = f"x {said}"
    for cause in told["causes"]:
        cause.update(summary=f"x {said}", failed=[f"x {said} {name}" for name in cause["failed"]])
    for check in told["checks"]:
        check.update(id=f"x {said} {check['id']}", reason=f"x {said}")
    told["checks"][1]["outcome"] = "inconclusive"
    return told


def structure(results: Results, said: str) -> tuple[list[str], dict[str, int]]:
    """The form of a page on which this was said, and how many rows each part has."""
    passing = later(saying(results, said), 0)
    for check in passing["checks"]:
        check.update(outcome="passed", failure=None)
    text = page_of(passing, later(saying(results, said), 1))
    assert text.encode()
    read = document.read(text, "t.md")
    assert not any(read.words.values())
    assert not any(read.notes.values())
    return skeleton(re.sub("(:begin [a-z0-9]+) [0-9a-f]{12}", r"\1", text)), {
        name: len(marks) for name, marks in read.listed.items()
    }


@pytest.mark.parametrize("said", [*HOSTILE, *FORGED], ids=ascii)
def test_nothing_that_a_server_says_adds_a_row_a_column_words_or_a_mark(failing: Results, said: str) -> None:
    assert structure(failing, said) == structure(failing, "harmless (")


@PURE
@given(st.text(st.sampled_from("`|<>[]()#*_-+=!&\\ \n\r1.ax{}%:\x1b\u202e"), max_size=30))
def test_any_text_is_one_cell_that_nothing_but_its_reader_sees(said: str) -> None:
    cell = cells.text(f"x{said}")
    assert cells.split(f"| a | {cell} | b |") == ["a", cell, "b"]
    assert not set(cell) & set("\n\r\x1b\u202e")


def test_a_text_is_bounded_before_anything_else_is_done_with_it() -> None:
    assert cells.plain("x" * 10**6) == "x" * 299 + "…"
    assert cells.plain("\x00 a\x07\u202e b\n") == "a b"
