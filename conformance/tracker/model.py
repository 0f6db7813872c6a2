"""The plain values of the history: what is remembered of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

UNPROVOKED = "unprovoked"
"""The outcome of a check that counts as passed because its condition never arose: it says nothing about a finding."""

NEW, KNOWN, REGRESSED, INTERMITTENT, FIXED = "new", "known", "regressed", "intermittent", "fixed"


@dataclass(frozen=True, slots=True)
class Build:
    """What two runs must have in common so that a difference between them is no change of what was judged."""

    server: str | None
    version: str | None
    profile: str
    contract: str
    suite: str

    @property
    def told(self) -> bool:
        """Whether anybody said which build it is; two runs of an unknown build may be of two builds."""
        return self.version is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a check; the reason only where it gave no answer."""

    word: str
    origin: str = "server"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding in one run: the clause, the checks that showed it, and why.

    ``status``, ``first`` (when it was first seen) and ``seen`` (in how many runs until then) are as of that run.
    """

    clause: str
    checks: tuple[str, ...]
    reason: str
    status: str = NEW
    first: str = ""
    seen: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the history; ``began`` is a time as ``results.json`` has it, ``findings`` are by fingerprint."""

    id: str
    began: str
    build: Build
    seed: int
    workers: int
    intensity: float
    verdict: str
    counts: Mapping[str, int]
    causes: int
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    findings: Mapping[str, Sighting] = field(default_factory=dict)

    def cleared(self, checks: tuple[str, ...]) -> bool:
        """Whether these checks ran and passed, as far as the suite of this run has them, and one did."""
        words = {self.outcomes[check].word for check in checks if check in self.outcomes}
        return words == {"passed"}
