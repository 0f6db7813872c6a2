"""In which order to mend what is broken: computed from severities and from what stands on what.

Pure, and from ``results.json`` alone.  What is blocked waits for every broken requirement that it stands on, and can
be judged when all of those are mended.  A **fix** is ranked by its severity and, within it, by how much can be judged
once it alone is mended.  A **phase** is what is equally urgent: a cause is as urgent as the most severe of what it
breaks and of what it hides, because what is hidden may be broken as well.  A cause that itself stands on another one
comes after it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.report.components import Component, components, is_broken
from conformance.report.ladder import Ladder, Row, ladder_of
from conformance.verdict.model import ENVIRONMENT, SERVER

ADVICE = "advice"
"""How urgent it is to follow a SHOULD or a MAY."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One cause to mend: ``frees`` can be judged as soon as it alone is mended, ``shares`` wait for others as well;
    ``urgency`` is P0 to P3, or ``advice``."""

    cause: Row
    frees: tuple[str, ...]
    shares: tuple[str, ...]
    urgency: str

    @property
    def id(self) -> str:
        """The requirement that is broken."""
        return str(self.cause["requirement"])


@dataclass(frozen=True, slots=True)
class Phase:
    """What is mended together: ``frees`` can be judged then and could not before, ``back`` are the components against
    which nothing that is known stands any more."""

    number: int
    urgency: str
    fixes: tuple[Fix, ...]
    frees: tuple[str, ...]
    back: tuple[Component, ...]


def fixes(results: Row) -> tuple[Fix, ...]:
    """What to mend in the server, the most severe first, within that what lets most be judged; advice comes last."""
    ladder = ladder_of(results)
    found = [_fix(cause, ladder, results) for cause in results["causes"] if cause["origin"] == SERVER]
    return tuple(sorted(found, key=lambda fix: _rank(fix, results)))


def phases(results: Row) -> tuple[Phase, ...]:
    """The plan; empty where nothing is to be mended in the server, or where it could not be reached."""
    if any(cause["origin"] == ENVIRONMENT for cause in results["causes"]):
        return ()
    ladder = ladder_of(results)
    steps: dict[tuple[int, str], list[Fix]] = {}
    for fix in fixes(results):
        steps.setdefault((ladder.depth(fix.id), fix.urgency), []).append(fix)
    found: list[Phase] = []
    mended: set[str] = set()
    for number, ((_, urgency), together) in enumerate(sorted(steps.items()), 1):
        before, missing = set(ladder.freed(mended)), _against(results, ladder, mended)
        mended |= {fix.id for fix in together}
        frees = tuple(name for name in ladder.freed(mended) if name not in before)
        still = _against(results, ladder, mended)
        back = tuple(one for one in components(results) if missing[one.id] and not still[one.id])
        found.append(Phase(number, urgency, tuple(_by_what_it_frees(together)), frees, back))
    return tuple(found)


def _fix(cause: Row, ladder: Ladder, results: Row) -> Fix:
    name = cause["requirement"]
    mine = ladder.waits_for(name)
    frees = ladder.freed({name})
    severities = [ladder.requirements[one]["severity"] for one in (name, *mine)]
    advice = not is_broken(ladder.requirements[name], results) and not mine
    shares = tuple(one for one in mine if one not in frees)
    return Fix(cause, frees, shares, ADVICE if advice else min(severities))


def _rank(fix: Fix, results: Row) -> tuple[Any, ...]:
    unheeded = fix.id in results["advice"]
    return unheeded, fix.cause["severity"], fix.cause["in_passing"], -len(fix.frees), -len(fix.shares), fix.id


def _by_what_it_frees(together: list[Fix]) -> list[Fix]:
    return sorted(together, key=lambda fix: (-len(fix.frees), fix.cause["severity"], fix.id))


def _against(results: Row, ladder: Ladder, mended: Collection[str]) -> Mapping[str, bool]:
    """For each component whether anything stands against it that is not mended: a MUST that is broken, or something
    blocked."""
    freed = set(ladder.freed(mended))
    rows = [row for row in results["requirements"] if is_broken(row, results) or row["outcome"] == "blocked"]
    left = [row for row in rows if row["id"] not in freed and row["id"] not in mended]
    return {group["id"]: any(group["id"] in row["groups"] for row in left) for group in results["groups"]}
