"""Checks whose outcome differs between two runs of one build.

*Intermittent* is a word for findings, and the server's; *flaky* is a word for checks, and asks whose fault it is.  A
check that passed and failed saw a server that does not always do the same: the server's, and the finding is listed as
intermittent.  One that could not tell in some runs met the environment.  One that ended in an error in some runs is the
suite's own bug.  What was not run, blocked, not applicable or never provoked is no outcome of the check itself, nor is
that the server could not be reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.tracker.model import Build, Outcome, Run
from conformance.tracker.standing import STEADY
from conformance.verdict.model import ENVIRONMENT, SERVER, SUITE

_TOLD = ("passed", "failed", "inconclusive", "error")


@dataclass(frozen=True, slots=True)
class Flaky:
    """A check that came out differently: in ``odd`` of ``runs`` runs otherwise than in most of them."""

    check: str
    build: Build
    outcomes: Mapping[str, int]
    origin: str
    why: str
    mitigation: str

    @property
    def runs(self) -> int:
        """Runs of that build in which the check came to an end of its own."""
        return sum(self.outcomes.values())

    @property
    def odd(self) -> int:
        """Runs in which it came out otherwise than it mostly does."""
        return self.runs - max(self.outcomes.values())


def flaky(runs: Sequence[Run]) -> tuple[Flaky, ...]:
    """Every flaky check of a history, by name, each by the last build on which it differed.

    One that came out the same in each of the last ``STEADY`` runs is listed no more.
    """
    names = sorted({check for run in runs for check in run.outcomes})
    return tuple(found for name in names if (found := _flaky(name, runs)) is not None)


def _flaky(check: str, runs: Sequence[Run]) -> Flaky | None:
    told = [run for run in runs if run.build.told and _own(run.outcomes.get(check))]
    if len({run.outcomes[check].word for run in told[-STEADY:]}) < 2:
        return None
    for build in dict.fromkeys(run.build for run in reversed(told)):
        alike = [run for run in told if run.build == build]
        outcomes = Counter(run.outcomes[check].word for run in alike)
        if len(outcomes) > 1:
            return Flaky(check, build, outcomes, *_explained(check, alike))
    return None


def _own(outcome: Outcome | None) -> bool:
    if outcome is None or outcome.word not in _TOLD:
        return False
    return outcome.word != "error" or outcome.origin == SUITE


def _explained(check: str, runs: Sequence[Run]) -> tuple[str, str, str]:
    """Whose it is, what differs, and what helps: as far as the runs tell."""
    by_word: dict[str, list[Run]] = {word: [] for word in _TOLD}
    for run in runs:
        by_word[run.outcomes[check].word].append(run)
    if odd := by_word["error"]:
        return SUITE, odd[-1].outcomes[check].reason, f"a bug of the suite: report it, with {_again(check, odd[-1])}"
    if by_word["passed"] and (odd := by_word["failed"]):
        return SERVER, _finding(check, odd[-1]), _by_seed(check, odd, by_word["passed"])
    odd = by_word["inconclusive"]
    return ENVIRONMENT, odd[-1].outcomes[check].reason, _quieter(check, odd, runs)


def _finding(check: str, run: Run) -> str:
    marks = [mark for mark, found in run.findings.items() if check in found.checks]
    return f"a finding that comes and goes: {', '.join(marks)}" if marks else "it failed and passed"


def _by_seed(check: str, failed: Sequence[Run], passed: Sequence[Run]) -> str:
    both = {run.seed for run in failed} & {run.seed for run in passed}
    if both:
        return f"seed {min(both)} came out both ways: look for a race in the server, not for the input"
    return f"see it again with {_again(check, failed[-1])}"


def _quieter(check: str, odd: Sequence[Run], runs: Sequence[Run]) -> str:
    told = [run for run in runs if run.outcomes[check].word != "inconclusive"]
    fewest, most = min(run.workers for run in odd), max((run.workers for run in told), default=0)
    if told and most < fewest:
        return f"-n {most} told, -n {fewest} did not: run with fewer workers"
    return f"run it with nothing else on the machine: {_again(check, odd[-1])}"


def _again(check: str, run: Run) -> str:
    return f"--check '{check}' --seed {run.seed}"
