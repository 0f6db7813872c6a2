"""The exit status of a run: what a script may rely on."""

from __future__ import annotations

from conformance.verdict.expected import Expectation
from conformance.verdict.model import ENVIRONMENT, SERVER, SUITE, Verdict

FINE = 0
NON_CONFORMANT = 1
USAGE = 2
UNREACHABLE = 3
INCOMPLETE = 4
SUITE_FAULT = 5
INTERRUPTED = 130


def exit_status(
    word: str,
    verdict: Verdict,
    expectation: Expectation,
    *,
    interrupted: bool,
    enforce_service_levels: bool,
    unanswered: bool,
) -> int:
    """0 fine, 1 non-conformant, 3 unreachable, 4 incomplete, 5 the suite's own fault, 130 interrupted.

    Expected failures change this and never the verdict: with them, a non-conformant server may exit 0, and a
    stale or expired expectation exits 1.
    """
    if interrupted:
        return INTERRUPTED
    origins = {cause.origin for cause in verdict.causes}
    if ENVIRONMENT in origins:
        return UNREACHABLE
    unexpected = [
        cause.requirement
        for cause in verdict.causes
        if cause.origin == SERVER and cause.requirement not in verdict.advice
    ]
    if set(unexpected) - expectation.forgiven or expectation.broken:
        return NON_CONFORMANT
    if enforce_service_levels and missed_levels(verdict) - expectation.forgiven:
        return NON_CONFORMANT
    if SUITE in origins:
        return SUITE_FAULT
    return INCOMPLETE if word == "incomplete" or unanswered else FINE


def missed_levels(verdict: Verdict) -> set[str]:
    """The requirements whose service level was measured and missed."""
    return {name for name, found in verdict.service_levels["requirements"].items() if found == "missed"}
