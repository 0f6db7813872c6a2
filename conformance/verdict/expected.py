"""Expected failures: known, reasoned, and only until a date."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.verdict.model import RequirementResult


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected failures held against what happened: ``forgiven`` requirements, and whether one was wrong."""

    forgiven: frozenset[str] = frozenset()
    broken: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpectedFailures:
    """Requirement to (reason, last day on which it is forgiven)."""

    entries: Mapping[str, tuple[str, datetime.date]] = field(default_factory=dict)

    def held_against(self, results: Mapping[str, RequirementResult], today: datetime.date | None) -> Expectation:
        """What is forgiven today; an expectation that has expired, or whose failure is gone, fails the run."""
        today = today or datetime.datetime.now(tz=datetime.UTC).date()
        forgiven, wrong = set(), []
        for name, (reason, expires) in self.entries.items():
            outcome = results[name].outcome if name in results else "unknown"
            if outcome == "passed":
                wrong.append(f"{name} is expected to fail ({reason}) and passes: remove it from the profile")
            elif expires < today:
                wrong.append(f"{name} was expected to fail until {expires} ({reason}): mend it, or set a new date")
            elif outcome == "failed":
                forgiven.add(name)
        notes = [f"{name} is expected to fail until {self.entries[name][1]} ({self.entries[name][0]}): it does not "
                 "count for the exit status" for name in sorted(forgiven)]  # fmt: skip
        return Expectation(frozenset(forgiven), bool(wrong), (*wrong, *notes))
