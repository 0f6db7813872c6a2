"""Components: the contract's groups of requirements, and what became of each.

Pure, and from ``results.json`` alone.  A component is

- **failing** where a MUST of it is broken;
- **blocked** where none is, and something of it waits for what is broken elsewhere, or for a server that answers;
- **partly judged** where neither is so, something of it was kept, and something gave no answer or was not asked;
- **not judged** where neither is so, and nothing of it was kept or applied;
- **passing** where everything of it that applies was judged and kept, but for advice (SHOULD, MAY) and service levels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.contract.registry import CATEGORIES
from conformance.report.ladder import Ladder, Row, ladder_of
from conformance.verdict.model import ENVIRONMENT, OUTCOMES

STATES = ("failing", "blocked", "passing", "partly judged", "not judged")

SILENT = ("inconclusive", "not_run", "error")
"""Outcomes of a requirement of which nothing is known, though nothing that is broken hides it."""


@dataclass(frozen=True, slots=True)
class Component:
    """One group; ``requirements`` and ``checks`` count by outcome (``expected`` is all of them); ``broken`` are its
    MUSTs that failed, ``silent`` what of it gave no answer or was not asked, ``unheeded`` its advice and service levels
    that failed, ``waits_for`` the causes that block of it what is blocked."""

    id: str
    title: str
    state: str
    requirements: Mapping[str, int]
    checks: Mapping[str, int]
    broken: tuple[str, ...]
    silent: tuple[str, ...]
    unheeded: tuple[str, ...]
    waits_for: tuple[str, ...]


def components(results: Row) -> tuple[Component, ...]:
    """Every group that holds a judged requirement, in the contract's order."""
    members = {group["id"]: [row for row in results["requirements"] if group["id"] in row["groups"]]
               for group in results["groups"]}  # fmt: skip
    ladder = ladder_of(results)
    listed = [(group, members[group["id"]]) for group in results["groups"]]
    return tuple(_component(group, rows, ladder, results) for group, rows in listed if rows)


def by_category(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Requirements or checks by category, each counted as :func:`tally` does; categories without any are left out."""
    listed = list(rows)
    found = {category: tally(row for row in listed if row["category"] == category) for category in CATEGORIES}
    return {category: counts for category, counts in found.items() if counts["expected"]}


def tally(rows: Iterable[Row]) -> dict[str, int]:
    """How many there are, and how many of each outcome."""
    count = Counter(row["outcome"] for row in rows)
    return {"expected": count.total(), **{outcome: count[outcome] for outcome in OUTCOMES}}


def is_broken(row: Row, results: Row) -> bool:
    """Whether a requirement is a MUST that failed: advice and service levels fail nobody."""
    return row["outcome"] == "failed" and row["level"] == "MUST" and not is_level(row["id"], results)


def is_level(requirement: str, results: Row) -> bool:
    """Whether a requirement is a service level."""
    return requirement in results["service_levels"]["requirements"]


def _component(group: Row, rows: list[Row], ladder: Ladder, results: Row) -> Component:
    mine = {row["id"] for row in rows}
    checks = [check for check in results["checks"] if mine & set(check["requirements"])]
    failed = [row for row in rows if row["outcome"] == "failed"]
    broken = tuple(row["id"] for row in failed if is_broken(row, results))
    return Component(
        group["id"],
        group["title"],
        _state(rows, broken),
        tally(rows),
        tally(checks),
        broken,
        tuple(row["id"] for row in rows if row["outcome"] in SILENT),
        tuple(row["id"] for row in failed if row["id"] not in broken),
        tuple(sorted({cause for row in rows for cause in ladder.waiting.get(row["id"], ())})),
    )


def _state(rows: list[Row], broken: tuple[str, ...]) -> str:
    outcomes = {row["outcome"] for row in rows}
    if broken:
        return "failing"
    if "blocked" in outcomes or any(row["outcome"] == "error" and row["origin"] == ENVIRONMENT for row in rows):
        return "blocked"
    if "passed" in outcomes and outcomes <= {"passed", "failed", "not_applicable"}:
        return "passing"
    if "passed" in outcomes:
        return "partly judged"
    return "not judged"
