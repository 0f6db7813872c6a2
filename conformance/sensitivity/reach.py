"""PURE: which checks reach which part of the server, from what both noted while they met.

A deviation changes one named thing, and a check during which that thing is never used cannot tell anything
about it.  The checks are run one after the other, so that a use belongs to the check whose turn it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.recorder.events import Event


@dataclass(frozen=True, slots=True)
class Reach:
    """What reaches what."""

    checks: frozenset[str]
    """Every check that had its turn."""
    by_target: Mapping[str, frozenset[str]]

    def of(self, target: str | None) -> frozenset[str]:
        """The checks that reach a target; all of them for a change that names none, or one that was never seen in use:
        what is reached by a coincidence may be reached another time."""
        return self.by_target.get(target or "", self.checks)


def reach(events: Iterable[Event], uses: Iterable[tuple[int, str]]) -> Reach:
    """Read off the record of a run, and off what the server noted (nanoseconds of the same clock, target)."""
    turns = sorted((event.at, event.check) for event in events if event.kind == "check_started" and event.check)
    begins = [at for at, _ in turns]
    everybody = frozenset(check for _, check in turns)
    found: dict[str, set[str]] = defaultdict(set)
    for at, target in uses:
        # What is used before the first turn, while a server starts, concerns everybody; so does what is no function.
        turn = bisect_right(begins, at) - 1
        found[target] |= {turns[turn][1]} if turn >= 0 else everybody
    return Reach(everybody, {target: frozenset(checks) for target, checks in found.items()})


def read_use(line: str) -> tuple[int, str]:
    """One line that the server noted."""
    at, _, target = line.rstrip("\n").partition(" ")
    return int(at), target
