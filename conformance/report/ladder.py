"""What stands on what in one run, and what of it waits for which cause.

Pure, and from ``results.json`` alone.  What is blocked waits for every broken requirement that it stands on, and for
the one that its own story broke on; where that one is blocked itself, for what blocks that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
"""One part of ``results.json``: the whole, a requirement, a check, a cause."""


def ladder_of(results: Row) -> Ladder:
    """The ladder of these results, made once for a document: it is asked for by every sentence."""
    known = _LAST.get("ladder")
    if known is None or known.made_of[0] is not results["requirements"] or known.made_of[1] is not results["causes"]:
        known = _LAST["ladder"] = Ladder(results)
    return known


class Ladder:
    """What stands on what, and what of it waits for which cause."""

    def __init__(self, results: Row) -> None:
        self.requirements: Mapping[str, Row] = {row["id"]: row for row in results["requirements"]}
        self.causes: Mapping[str, Row] = {cause["requirement"]: cause for cause in results["causes"]}
        self.made_of = (results["requirements"], results["causes"])
        self._below: dict[str, frozenset[str]] = {}

    def stands_on(self, name: str) -> frozenset[str]:
        """Everything that a requirement stands on, directly or not."""
        if name not in self._below:
            needs = [need for need in self.requirements[name]["needs"] if need in self.requirements]
            self._below[name] = frozenset(needs).union(*map(self.stands_on, needs))
        return self._below[name]

    @cached_property
    def waiting(self) -> Mapping[str, frozenset[str]]:
        """Each blocked requirement with the causes that it waits for; empty where the record names none."""
        blocked = [name for name, row in self.requirements.items() if row["outcome"] == "blocked"]
        return {name: self._waits_for(name, frozenset()) for name in blocked}

    def waits_for(self, cause: str) -> tuple[str, ...]:
        """What waits for a cause, whether for others as well or not, in the contract's order."""
        return tuple(name for name, causes in self.waiting.items() if cause in causes)

    def freed(self, mended: Collection[str]) -> tuple[str, ...]:
        """What can be judged once these causes are mended, in the contract's order."""
        return tuple(name for name, causes in self.waiting.items() if causes and causes <= set(mended))

    def depth(self, name: str) -> int:
        """How many causes stand below this one, each on the next; a cause stands on another only in passing."""
        below = self.stands_on(name) & self.causes.keys()
        return 1 + max(map(self.depth, below)) if below else 0

    def _waits_for(self, name: str, seen: frozenset[str]) -> frozenset[str]:
        if name in self.causes:
            return frozenset({name})
        if name in seen or name not in self.requirements:
            return frozenset()
        outright = {
            need for need in self.stands_on(name) if need in self.causes and not self.causes[need]["in_passing"]
        }
        by = self.requirements[name]["blocked_by"]
        return frozenset(outright) | (self._waits_for(by, seen | {name}) if by else frozenset())


_LAST: dict[str, Ladder] = {}
"""The ladder that was asked for last."""
