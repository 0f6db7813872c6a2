"""What is concluded from the published matrix follows from its rows, and from the ladder and the checks of today.

It does not hold yet that there is a row for each flaw: ``nox -s sensitivity -- --wide --unseen`` adds them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.contract import manifest, registry
from conformance.sensitivity import deviations, page
from conformance.sensitivity.matrix import PASSED, Matrix, summary

FOLDER = Path(__file__).parent.parent / "reports/reference"
MOST_MISLED = 0.05
MOST_OTHERS = 2

PUBLISHED: dict[str, Any] = json.loads((FOLDER / "sensitivity.json").read_text(encoding="utf-8"))
MATRIX = Matrix.read(PUBLISHED)
FOUND = summary(MATRIX, registry.load(), manifest.load())


def test_what_is_concluded_from_the_rows_still_follows() -> None:
    assert PUBLISHED["summary"] == FOUND


def test_the_page_says_what_the_rows_say() -> None:
    assert page.render(MATRIX, FOUND, page.reasons()) == (FOLDER / "sensitivity.md").read_text(encoding="utf-8")


def test_every_freedom_passes() -> None:
    assert {row.name: row.outcome for row in MATRIX.freedoms} == {one.name: PASSED for one in deviations.freedoms()}


def test_every_edge_of_the_ladder_is_confirmed_by_a_flaw() -> None:
    assert FOUND["edges_unconfirmed"] == []


def test_reports_begin_with_what_is_broken_and_say_little_else() -> None:
    assert len(FOUND["misled"]) <= MOST_MISLED * FOUND["with_a_cause"]
    assert FOUND["others_median"] <= MOST_OTHERS
