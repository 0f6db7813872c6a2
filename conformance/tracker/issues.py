"""What is known to be broken, one entry a requirement, and how the runs went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conformance.report.ladder import ladder_of
from conformance.report.remedies import remedy
from conformance.tracker.model import FIXED, INTERMITTENT, KNOWN, NEW, REGRESSED, Run
from conformance.tracker.source import PRIORITY, Source
from conformance.tracker.standing import Standing

DRAWN = 40
"""Runs that the lines of the trend show."""

LISTED = 10
"""Runs that its table lists."""

_LEVELS = "▁▂▃▄▅▆▇█"
_WORST_FIRST = (REGRESSED, NEW, INTERMITTENT, KNOWN)


@dataclass(frozen=True, slots=True)
class Issue:
    """A requirement that is broken, with what was seen of it."""

    clause: str
    title: str
    severity: str
    status: str
    statement: str
    impact: str
    remedy: str
    blocked: Sequence[str]
    findings: Sequence[Standing]
    notes: str

    @property
    def priority(self) -> str:
        """high, medium or low."""
        return PRIORITY[self.severity]


def issues(source: Source) -> list[Issue]:
    """Every requirement of which a finding is open, the gravest first."""
    by_clause: dict[str, list[Standing]] = {}
    for one in source.open():
        by_clause.setdefault(one.clause, []).append(one)
    return [_issue(clause, found, source) for clause, found in by_clause.items()]


def _issue(clause: str, found: Sequence[Standing], source: Source) -> Issue:
    entry = source.requirement(clause)
    titles = {group["id"]: group["title"] for group in source.results["groups"]}
    # Of what is no cause in this run nobody waits.
    return Issue(
        clause,
        next((titles[name] for name in entry["groups"] if name in titles), "no longer in the contract"),
        entry["severity"],
        min((one.status for one in found), key=_WORST_FIRST.index),
        entry["statement"],
        entry["impact"],
        remedy(entry, source.results),
        ladder_of(source.results).waits_for(clause),
        found,
        source.notes.get(clause, ""),
    )


def forgotten_notes(source: Source) -> dict[str, str]:
    """What people wrote on requirements that are not broken now."""
    shown = {one.clause for one in source.open()}
    return {clause: said for clause, said in sorted(source.notes.items()) if said.strip() and clause not in shown}


def summary(standings: Sequence[Standing]) -> str:
    """How many findings stand how: ``2 new, 1 fixed``."""
    count = Counter(one.status for one in standings)
    parts = [f"{count[word]} {word}" for word in (*_WORST_FIRST, FIXED) if count[word]]
    unjudged = sum(1 for one in standings if one.open and not one.judged)
    return ", ".join([*parts, *([f"{unjudged} of them not judged"] if unjudged else [])]) or "none"


def trend(runs: Sequence[Run]) -> dict[str, Any]:
    """The course of the last runs: drawn, and the newest of them listed, newest first."""
    lately = runs[-DRAWN:]
    drawn = {"causes": [run.causes for run in lately], "failed": [run.counts["failed"] for run in lately]}
    return {
        "lines": [(name, spark(values), values[-1], max(values)) for name, values in drawn.items()],
        "runs": list(reversed(runs[-LISTED:])),
    }


def spark(values: Sequence[int]) -> str:
    """Numbers as a line of bars; only what is nothing is drawn as the lowest."""
    most = max(values, default=0)
    return "".join(_LEVELS[-(-value * (len(_LEVELS) - 1) // most) if most else 0] for value in values)
