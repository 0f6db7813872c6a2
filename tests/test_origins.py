"""What the older suites meant to test is accounted for: all of it, each once, and the page says the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from conformance.contract import origins, registry
from conformance.contract.origins import Origins, OriginsError
from conformance.contract.page import ID
from conformance.contract.registry import Registry

STATED = {
    # The execution report of the chat tests gives 249 in six categories; the sources give the number of each file.
    "Chat system, unit: schemas": 31,
    "Chat system, unit: storage": 24,
    "Chat system, unit: participants": 25,
    "Chat system, integration: REST": 27,
    "Chat system, integration: WebSocket": 27,
    "Chat system, performance: baseline": 8,
    "Chat system, performance: latency": 15,
    "Chat system, performance: load": 16,
    "Chat system, security: authentication": 22,
    "Chat system, security: validation": 18,
    "Chat system, reliability: recovery": 25,
    "Chat system, end to end": 11,
    # Added to the chat tests later, and older than them: the catalogue of the sources gives 7 tests, and 7 files.
    "Chat system, end to end against a server": 7,
    "Chat system, older suite in process": 7,
    # Counted in the catalogue's table of numbers, one line for each bound.
    "Chat system, performance numbers": 61,
    # The WebSocket analysis gives 98 tests in ten components.
    "Agent platform: basic connection": 13,
    "Agent platform: basic messaging": 10,
    "Agent platform: basic error handling": 12,
    "Agent platform: connection cleanup": 10,
    "Agent platform: concurrent connections": 3,
    "Agent platform: message ordering": 7,
    "Agent platform: state synchronization": 8,
    "Agent platform: authentication": 11,
    "Agent platform: heartbeat": 8,
    "Agent platform: message queue": 16,
    # The notification suite's document claims 20, 15, 12, 8 and 10; its five files hold these.
    "Agent platform, notifications: delivery": 15,
    "Agent platform, notifications: bridge initialization": 6,
    "Agent platform, notifications: cross-user security": 7,
    "Agent platform, notifications: performance": 5,
    "Agent platform, notifications: reconnection": 6,
    # The worklog lists 8 tests of the five events and says that 4 of 8 tests of tokens fail.
    "Agent platform: five critical events": 8,
    "Agent platform: tokens": 8,
    # Counted in the catalogue, which lists what these suites tried and the numbers that they stated.
    "Agent platform: agent events under load": 9,
    "Agent platform: resilience": 22,
    "Agent platform: golden path": 3,
    "Agent platform: summary of state synchronization": 2,
    # The tracker numbers its known issues from 1 to 8.
    "Report: tracker of failing tests, known issues": 8,
    # Three bullets for each of ten components, and three primary issues.
    "Report: WebSocket analysis, ten components": 30,
    "Report: WebSocket analysis, causes it named": 3,
    # Three missing and four present endpoints, nine bullets of missing functions in three chapters, three blockers of
    # which the missing endpoints are one, nine wishes; the four that exist are one line.
    "Report: execution of the chat tests": 3 + 9 + 2 + 9 + 1,
    # The bullets of the five categories, in the document's order.
    "Report: notification suite, bullets": 5 + 6 + 6 + 7 + 8,
    # Five metrics and five thresholds for alerts.
    "Report: notification suite, figures to monitor": 5 + 5,
    # The worklog numbers its issues from 1 to 9.
    "Report: worklog of failing critical tests": 9,
}
"""How many intentions the older documents state for each of their suites and lists."""

SUMS = {
    "Chat system, unit:": 80,
    "Chat system, integration:": 54,
    "Chat system, performance:": 39,
    "Chat system, security:": 40,
    "Chat system, reliability:": 25,
}
"""The categories of the execution report; its end-to-end tests are one suite of 11."""

COMPONENTS = {
    "basic connection",
    "basic messaging",
    "basic error handling",
    "connection cleanup",
    "concurrent connections",
    "message ordering",
    "state synchronization",
    "authentication",
    "heartbeat",
    "message queue",
}
"""The components of the WebSocket analysis."""


@pytest.fixture(scope="module")
def table() -> Origins:
    return origins.load()


@pytest.fixture(scope="module")
def contract() -> Registry:
    return registry.load()


def counts(table: Origins) -> dict[str, int]:
    return {suite.name: len(suite.intentions) for suite in table.suites}


def document(*rows: dict[str, Any], reasons: tuple[str, ...] = ("client",)) -> dict[str, Any]:
    return {
        "reasons": dict.fromkeys(reasons, "It is about clients."),
        "suites": [{"suite": "One", "intentions": list(rows)}],
    }


def test_every_suite_has_as_many_intentions_as_its_documents_state(table: Origins) -> None:
    assert counts(table) == STATED
    assert len(table.suites) == len(STATED)


def test_the_categories_of_the_chat_tests_add_up(table: Origins) -> None:
    found = {
        category: sum(count for name, count in counts(table).items() if name.startswith(category)) for category in SUMS
    }
    assert found == SUMS
    assert sum(found.values()) + counts(table)["Chat system, end to end"] == 249


def test_the_components_of_the_websocket_analysis_add_up(table: Origins) -> None:
    found = [count for name, count in counts(table).items() if name.removeprefix("Agent platform: ") in COMPONENTS]
    assert len(found) == 10
    assert sum(found) == 98


def test_the_websocket_analysis_says_three_things_of_each_component(table: Origins) -> None:
    (analysis,) = (suite for suite in table.suites if suite.name == "Report: WebSocket analysis, ten components")
    named = [entry.text.partition(":")[0] for entry in analysis.intentions]
    assert len(set(named)) == 10
    assert {named.count(name) for name in named} == {3}


def test_every_requirement_that_covers_an_intention_exists(table: Origins, contract: Registry) -> None:
    named = {name for entry in table.intentions() for name in entry.covered_by}
    assert named
    assert named - set(contract.requirements) == set()


def test_every_requirement_that_a_reason_names_exists(table: Origins, contract: Registry) -> None:
    named = set(ID.findall("\n".join(table.reasons.values())))
    assert named
    assert named - set(contract.requirements) == set()


def test_every_intention_is_either_covered_or_excluded(table: Origins) -> None:
    assert [entry.text for entry in table.intentions() if bool(entry.covered_by) == bool(entry.excluded)] == []


def test_no_intention_names_a_requirement_twice(table: Origins) -> None:
    assert [entry for entry in table.intentions() if len(set(entry.covered_by)) != len(entry.covered_by)] == []


def test_every_reason_is_used(table: Origins) -> None:
    assert {entry.excluded for entry in table.intentions()} - {None} == set(table.reasons)


def test_no_intention_appears_twice_in_a_suite(table: Origins) -> None:
    for suite in table.suites:
        texts = [entry.text.casefold() for entry in suite.intentions]
        assert [text for text in texts if texts.count(text) > 1] == [], suite.name


def test_the_page_is_in_step(table: Origins) -> None:
    committed = (Path(__file__).parent.parent / origins.PAGE).read_text(encoding="utf-8")
    assert committed == origins.render(table), "write it anew: nox -s manifest"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"intention": "a"}, "a: expected"),
        ({"intention": "a", "covered_by": ["A-B-01"], "excluded": "client"}, "a: expected"),
        ({"intention": "a", "excluded": "client", "because": "x"}, "a: expected"),
        ({"covered_by": ["A-B-01"]}, "without intention"),
        ({"intention": "a", "covered_by": []}, "a: covered by nothing"),
        ({"intention": "a", "excluded": "weather"}, "no reason weather"),
    ],
)
def test_a_row_that_says_nothing_or_too_much_is_refused(row: dict[str, Any], fault: str) -> None:
    with pytest.raises(OriginsError, match=fault):
        origins.build(document(row))


def test_the_page_shows_what_covers_and_what_excludes() -> None:
    page = origins.render(
        origins.build(
            document({"intention": "a", "covered_by": ["ABC-ONE-01"]}, {"intention": "b", "excluded": "client"})
        )
    )
    assert "2 intentions of 1 suites and lists: 1 are covered, by 1 requirements, and 1 are excluded" in page
    assert "| [One](#one) | 2 | 1 | 1 |" in page
    assert "| a | [ABC-ONE-01](contract.md#abc-one-01) |" in page
    assert "| b | excluded: [client](#reasons) |" in page
    assert "| client | 1 | It is about clients. |" in page


def test_every_link_within_the_page_leads_to_a_heading(table: Origins) -> None:
    page = origins.render(table)
    headings = {line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")}
    assert headings == {suite.name for suite in table.suites} | {"Reasons"}
    anchors = {"".join(c for c in title.lower() if c.isalnum() or c in " -").replace(" ", "-") for title in headings}
    assert len(anchors) == len(headings)
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) == anchors


def test_no_text_breaks_its_table(table: Origins) -> None:
    texts = [suite.name for suite in table.suites] + [entry.text for entry in table.intentions()]
    assert [text for text in [*texts, *table.reasons.values()] if re.search(r"[|\n]", text.strip())] == []
