"""What could not be judged, apart from what was found, and why.

Pure, and from ``results.json`` alone.  Blocked, inconclusive and not run are no findings about the server, and an error
is the suite's or the environment's.
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.report.ladder import Row
from conformance.verdict.decide import NOT_SELECTED


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Checks of which the same can be said: their outcome, in words with its origin where that is not the server, and
    the reason."""

    outcome: str
    kind: str
    why: str
    checks: tuple[str, ...]

    @property
    def counted(self) -> bool:
        """Whether it is enough to count them: what is blocked stands with its cause, and what nobody asked for, or what
        does not apply, is missed by nobody.  Everything else is named, so that no check goes missing."""
        return self.outcome in ("blocked", "not_applicable") or self.why == NOT_SELECTED


def unjudged(results: Row) -> tuple[Unjudged, ...]:
    """Everything that neither passed nor failed, by outcome and reason."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for check in results["checks"]:
        if check["outcome"] not in ("passed", "failed"):
            found.setdefault((check["outcome"], _kind(check), why(check)), []).append(check["id"])
    return tuple(Unjudged(*key, tuple(names)) for key, names in sorted(found.items()))


def why(row: Row) -> str:
    """Why a check or a requirement was not judged; empty where it was: a failure speaks for itself."""
    if row["blocked_by"]:
        return f"waits for {row['blocked_by']}"
    return "" if row["outcome"] in ("passed", "failed") else str(row["reason"])


def _kind(check: Row) -> str:
    origin = f" ({check['origin']})" if check["outcome"] == "error" else ""
    return str(check["outcome"]).replace("_", " ") + origin
