"""Components, ladder and plan: what fails, what only waits, and in which order to mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.report.components import by_category, components
from conformance.report.ladder import Ladder
from conformance.report.plan import fixes, phases

Results = Mapping[str, Any]


def requirement(name: str, outcome: str = "passed", *needs: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "level": "MUST", "severity": "P1", "category": "unit", "groups": ["g"], "outcome": outcome,
            "needs": list(needs), "checks": [name.lower()], "blocked_by": None, "origin": "server", **more}  # fmt: skip


def cause(name: str, severity: str = "P1", origin: str = "server", **more: Any) -> dict[str, Any]:
    return {"requirement": name, "severity": severity, "origin": origin, "in_passing": False, "failed": [], **more}


def results(requirements: list[dict[str, Any]], *causes: dict[str, Any], **more: Any) -> dict[str, Any]:
    rows = {group for row in requirements for group in row["groups"]}
    checks = [{"id": row["id"].lower(), "requirements": [row["id"]], "outcome": row["outcome"],
               "category": row["category"]} for row in requirements]  # fmt: skip
    return {"requirements": requirements, "causes": list(causes), "checks": checks, "advice": [],
            "groups": [{"id": name, "title": name.upper()} for name in sorted(rows)],
            "service_levels": {"requirements": {}}, **more}  # fmt: skip


def state_of(*rows: dict[str, Any], **more: Any) -> str:
    (found,) = components(results(list(rows), **more))
    return found.state


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        (["passed", "passed"], "passing"),
        (["passed", "not_applicable"], "passing"),
        (["not_applicable"], "not judged"),
        (["passed", "failed", "blocked"], "failing"),
        (["passed", "blocked"], "blocked"),
        (["blocked", "inconclusive"], "blocked"),
        (["passed", "inconclusive"], "partly judged"),
        (["passed", "not_run"], "partly judged"),
        (["passed", "error"], "partly judged"),
    ],
)
def test_component_is_what_its_requirements_came_to(outcomes: list[str], state: str) -> None:
    assert state_of(*(requirement(f"R-{i}", outcome) for i, outcome in enumerate(outcomes))) == state


def test_component_that_waits_for_a_server_that_answers_is_blocked() -> None:
    assert state_of(requirement("R-1", "error", origin="environment")) == "blocked"


def test_advice_and_service_levels_that_failed_make_no_component_fail() -> None:
    kept, advice = requirement("R-1"), requirement("R-2", "failed", level="SHOULD")
    level = requirement("R-3", "failed")
    found = components(results([kept, advice, level], service_levels={"requirements": {"R-3": "missed"}}))
    assert [(one.state, one.broken, one.unheeded) for one in found] == [("passing", (), ("R-2", "R-3"))]


def test_component_counts_requirements_and_checks_apart() -> None:
    rows = [requirement("R-1", "failed"), requirement("R-2", groups=["h"])]
    found = results(rows, cause("R-1"))
    found["checks"].append({"id": "more", "requirements": ["R-1"], "outcome": "passed", "category": "unit"})
    one, other = components(found)
    assert (one.requirements["expected"], one.checks["expected"], one.checks["failed"]) == (1, 2, 1)
    assert (other.requirements["passed"], other.checks["passed"]) == (1, 1)


def test_categories_are_counted_in_their_order_and_empty_ones_left_out() -> None:
    rows = [requirement("R-1", category="e2e"), requirement("R-2", "failed"), requirement("R-3")]
    assert [(name, count["expected"], count["failed"]) for name, count in by_category(rows).items()] == [
        ("unit", 2, 1),
        ("e2e", 1, 0),
    ]


# -- what waits for what ----------------------------------------------------------------------------------------------


def chain() -> dict[str, Any]:
    """A is broken, and B; C stands on A, D on C and on B; E broke on D in its own story."""
    return results(
        [
            requirement("A", "failed", severity="P2"),
            requirement("B", "failed"),
            requirement("C", "blocked", "A", blocked_by="A", groups=["h"]),
            requirement("D", "blocked", "C", "B", blocked_by="A", severity="P0"),
            requirement("E", "blocked", blocked_by="D", groups=["k"]),
            requirement("F", groups=["l"]),
        ],
        cause("A", "P2"),
        cause("B"),
    )


def test_what_is_blocked_waits_for_every_cause_below_it_and_on_its_way() -> None:
    waiting = Ladder(chain()).waiting
    assert waiting == {"C": {"A"}, "D": {"A", "B"}, "E": {"A", "B"}}


def test_what_is_blocked_is_freed_when_all_that_it_waits_for_is_mended() -> None:
    ladder = Ladder(chain())
    assert [ladder.freed(mended) for mended in ("A", "B", "AB", "")] == [("C",), (), ("C", "D", "E"), ()]


def test_what_is_blocked_by_nothing_that_is_named_is_never_freed() -> None:
    ladder = Ladder(results([requirement("A", "failed"), requirement("B", "blocked")], cause("A")))
    assert (ladder.waiting, ladder.freed(["A"])) == ({"B": frozenset()}, ())


def test_what_blocks_each_other_in_a_circle_waits_for_nothing_for_ever() -> None:
    rows = [requirement("A", "blocked", blocked_by="B"), requirement("B", "blocked", blocked_by="A")]
    assert Ladder(results(rows)).waiting == {"A": frozenset(), "B": frozenset()}


def test_what_broke_in_passing_holds_nothing_up_but_the_story_that_it_broke_in() -> None:
    rows = [requirement("A", "failed"), requirement("B", "blocked", "A"), requirement("C", "blocked", blocked_by="A")]
    ladder = Ladder(results(rows, cause("A", in_passing=True)))
    assert ladder.waiting == {"B": frozenset(), "C": {"A"}}


# -- in which order ---------------------------------------------------------------------------------------------------


def test_fixes_come_by_severity_and_within_it_by_what_they_let_be_judged() -> None:
    rows = [requirement(name, "failed") for name in "ABCD"]
    waiting = [requirement(f"W{i}", "blocked", "C", blocked_by="C") for i in range(3)]
    found = fixes(results([*rows, *waiting], cause("A", "P1"), cause("B", "P0"), cause("C", "P1"), cause("D", "P1")))
    assert [fix.id for fix in found] == ["B", "C", "A", "D"]
    assert found[1].frees == ("W0", "W1", "W2")


def test_fix_tells_what_it_frees_alone_from_what_waits_for_others_too() -> None:
    by = {fix.id: fix for fix in fixes(chain())}
    assert (by["A"].frees, by["A"].shares) == (("C",), ("D", "E"))
    assert (by["B"].frees, by["B"].shares) == ((), ("D", "E"))


def test_advice_is_mended_last_and_the_suites_own_faults_are_no_fixes() -> None:
    rows = [requirement("A", "failed", level="SHOULD", severity="P0"), requirement("B", "failed"),
            requirement("S", "error")]  # fmt: skip
    causes = [cause("A", "P0"), cause("B"), cause("S", "P0", "suite")]
    found = fixes(results(rows, *causes, advice=["A"]))
    assert [(fix.id, fix.urgency) for fix in found] == [("B", "P1"), ("A", "advice")]


def test_what_hides_something_severe_is_as_urgent_as_that() -> None:
    plan = phases(chain())
    assert [(phase.urgency, [fix.id for fix in phase.fixes]) for phase in plan] == [("P0", ["A", "B"])]


def test_plan_says_what_each_phase_lets_be_judged_and_brings_back() -> None:
    rows = [requirement("A", "failed", severity="P0"), requirement("B", "failed", severity="P2", groups=["h"]),
            requirement("C", "blocked", "A", "B", blocked_by="A", severity="P2", groups=["h"]),
            requirement("D", "blocked", "A", blocked_by="A", groups=["k"])]  # fmt: skip
    plan = phases(results(rows, cause("A", "P0"), cause("B", "P2")))
    assert [(phase.number, [fix.id for fix in phase.fixes]) for phase in plan] == [(1, ["A"]), (2, ["B"])]
    assert [phase.frees for phase in plan] == [("D",), ("C",)]
    assert [[one.id for one in phase.back] for phase in plan] == [["g", "k"], ["h"]]


def test_cause_that_stands_on_another_one_comes_after_it_however_severe() -> None:
    rows = [requirement("A", "failed", severity="P2"), requirement("B", "failed", "A", severity="P0")]
    plan = phases(results(rows, cause("A", "P2", in_passing=True), cause("B", "P0")))
    assert [[fix.id for fix in phase.fixes] for phase in plan] == [["A"], ["B"]]


def test_nothing_is_planned_for_a_server_that_could_not_be_reached() -> None:
    rows = [requirement("A", "error", origin="environment"), requirement("B", "failed")]
    assert phases(results(rows, cause("A", "P0", "environment"), cause("B"))) == ()
