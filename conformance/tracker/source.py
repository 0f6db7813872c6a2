"""All that the tracker's page is made from, and how it names things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.contract.manifest import ManifestEntry
from conformance.tracker.cells import text
from conformance.tracker.document import HAND, Words
from conformance.tracker.flaky import Flaky
from conformance.tracker.model import Run
from conformance.tracker.standing import Standing

CHECKS_NAMED = 6
"""Checks that one cell names; the others are counted."""

PRIORITY = {"P0": "high", "P1": "high", "P2": "medium", "P3": "low"}
"""How urgent it is that a clause of this severity is broken."""

_PLAIN_NAME = re.compile(r"[\w.\[\]-]{1,120}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.  ``cells`` are Markdown already; ``words`` stand as people wrote them."""

    id: str
    cells: tuple[str, ...]
    words: tuple[str, ...] = ("",) * len(HAND)


@dataclass(frozen=True, slots=True)
class Source:
    """``runs`` are the history, and end with the run that ``results`` are of."""

    results: Mapping[str, Any]
    runs: Sequence[Run]
    standings: Mapping[str, Standing]
    flaky: Sequence[Flaky]
    manifest: Mapping[str, ManifestEntry]
    words: Mapping[str, Words] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def row(self, mark: str, *cells: str) -> Row:
        """A row with the words that belong to its id."""
        return Row(mark, cells, self.words.get(mark, Words()).cells)

    def requirement(self, clause: str) -> Mapping[str, Any]:
        """What the results say of a clause; of one that the contract has no more, that nothing is known."""
        lost = {"severity": "P3", "category": "unit", "groups": [], "statement": "", "impact": "", "remedy": ""}
        return next((one for one in self.results["requirements"] if one["id"] == clause), lost)

    def open(self) -> list[Standing]:
        """What is still to be expected, the gravest first."""
        found = [one for one in self.standings.values() if one.open]
        return sorted(found, key=lambda one: (self.requirement(one.clause)["severity"], one.clause, one.fingerprint))

    def priority(self, clause: str) -> str:
        """``P0 (high)``."""
        severity = self.requirement(clause)["severity"]
        return f"{severity} ({PRIORITY[severity]})"


def named(checks: Iterable[str]) -> str:
    """The first few checks by name, as code where that cannot be anything else, and how many more there are."""
    names = list(checks)
    shown = [f"`{name}`" if _PLAIN_NAME.fullmatch(name) else text(name, 120) for name in names[:CHECKS_NAMED]]
    more = len(names) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def status(standing: Standing) -> str:
    """How a finding stands, in a few words."""
    rate = standing.rate
    often = f", {rate.present} of {rate.judged} runs" if rate else ""
    return f"{standing.status}{often}{'' if standing.judged else ', not judged'}"
