"""The published matrix fits the registry, the checks and the deviations of today, and shows what it promises.

``nox -s sensitivity -- --unseen`` adds the rows that are missing; with ``--wide`` all quick checks meet those flaws.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.contract import manifest, registry
from conformance.sensitivity import deviations, page
from conformance.sensitivity.matrix import CAUGHT, PASSED, Matrix, summary, worst

FOLDER = Path(__file__).parent.parent / "reports/reference"
MOST_MISLED = 0.05
MOST_OTHERS = 2

PUBLISHED: dict[str, Any] = json.loads((FOLDER / "sensitivity.json").read_text(encoding="utf-8"))
MATRIX = Matrix.read(PUBLISHED)
FOUND = summary(MATRIX, registry.load(), manifest.load())


def test_there_is_a_row_for_everything_that_the_server_can_be_told_to_do_and_for_nothing_else() -> None:
    told = {(one.kind, one.name, one.sentence, one.clauses) for one in deviations.offered()}
    assert {(row.kind, row.name, row.sentence, row.clauses) for row in MATRIX.rows} == told


def test_what_is_concluded_from_the_rows_still_follows() -> None:
    assert PUBLISHED["summary"] == FOUND


def test_the_page_says_what_the_rows_say() -> None:
    assert page.render(MATRIX, FOUND, page.reasons()) == (FOLDER / "sensitivity.md").read_text(encoding="utf-8")


def test_every_flaw_is_caught_by_a_check_of_what_it_breaks() -> None:
    assert [row.name for row in MATRIX.flaws if row.outcome != CAUGHT] == []


def test_every_freedom_passes() -> None:
    assert [row.name for row in MATRIX.freedoms if row.outcome != PASSED] == []


@pytest.mark.parametrize("what", ["catch_nothing", "edges_unconfirmed"])
def test_nothing_is_left_that_no_flaw_explains(what: str) -> None:
    assert FOUND[what] == []


def test_reports_begin_with_what_is_broken_and_say_little_else() -> None:
    assert FOUND["met_by_all_checks"] == FOUND["flaws"], "every flaw has met all quick checks"
    assert len(FOUND["misled"]) <= MOST_MISLED * FOUND["with_a_cause"]
    assert FOUND["others_median"] <= MOST_OTHERS


def test_there_is_a_reason_where_a_report_misleads_or_is_loud_and_nowhere_else() -> None:
    wanted = {*FOUND["misled"], *(row.name for row in worst(row for row in MATRIX.flaws if row.others))}
    assert set(page.reasons()) == wanted
