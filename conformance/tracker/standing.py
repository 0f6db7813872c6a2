"""How each finding stands after a history of runs.

In each run a finding is present, absent, or not judged.  It is absent only where the checks that showed it ran and
passed: what was not run, blocked, inconclusive or never provoked says nothing, and so does a check that now fails in
another way, because it stops at the first divergence.

- *new*: never seen before.
- *intermittent*: present in some and absent from other runs of one build, of which nothing was changed.  It is so no
  longer when the last ``STEADY`` runs that judged it agree.
- *regressed*: absent when it was last judged, and back.
- *known*: present when it was last judged, and again.
- *fixed*: absent now.

Not judged keeps its last status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from conformance.tracker.model import FIXED, INTERMITTENT, KNOWN, NEW, REGRESSED, Build, Run, Sighting

STEADY = 5
"""So many runs in a row that agree are taken for a change, and no longer for chance."""


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many of the runs of one build that judged a finding it was present."""

    present: int = 0
    judged: int = 0

    @property
    def differs(self) -> bool:
        """Whether runs of that build disagree."""
        return 0 < self.present < self.judged

    def after(self, present: bool) -> Tally:
        """With one run more."""
        return Tally(self.present + present, self.judged + 1)


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding after a run: ``present`` when it was last judged, which was in that run where ``judged``.

    ``checks`` are all that ever showed it; ``alike`` counts the runs in a row that judged it so, the last one included;
    ``first`` and ``last`` are when the runs began that saw it.
    """

    fingerprint: str
    clause: str
    checks: tuple[str, ...]
    reason: str
    status: str
    present: bool
    judged: bool
    first: str
    last: str
    seen: int
    alike: int = 1
    tallies: Mapping[Build, Tally] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether it is still to be expected."""
        return self.status != FIXED

    @property
    def rate(self) -> Tally | None:
        """In how many runs of its build an intermittent finding was present."""
        differing = [tally for tally in self.tallies.values() if tally.differs]
        return differing[-1] if differing and self.status == INTERMITTENT else None


def standings(runs: Sequence[Run]) -> dict[str, Standing]:
    """How every finding of a history stands after its last run, by fingerprint."""
    found = {}
    for mark in dict.fromkeys(mark for run in runs for mark in run.findings):
        *_, (_, last) = _story(mark, runs)
        if last is not None:
            found[mark] = last
    return found


def retold(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same runs, each finding with its status, its first time and its count as of that run."""
    told: list[dict[str, Sighting]] = [{} for _ in runs]
    for mark in dict.fromkeys(mark for run in runs for mark in run.findings):
        for sightings, (run, now) in zip(told, _story(mark, runs), strict=True):
            if now is not None and mark in run.findings:
                sightings[mark] = replace(run.findings[mark], status=now.status, first=now.first, seen=now.seen)
    return tuple(
        replace(run, findings={mark: found[mark] for mark in run.findings})
        for run, found in zip(runs, told, strict=True)
    )


def _story(mark: str, runs: Sequence[Run]) -> Iterator[tuple[Run, Standing | None]]:
    """Each run with how this finding stood after it."""
    now: Standing | None = None
    for number, run in enumerate(runs):
        if mark in run.findings:
            now = _begun(mark, run, runs[:number]) if now is None else _seen_again(now, run)
        elif now is not None:
            now = _missed(now, run) if run.cleared(now.checks) else replace(now, judged=False)
        yield run, now


def _begun(mark: str, run: Run, earlier: Sequence[Run]) -> Standing:
    """Its first time in this history; an earlier one may have been dropped from it, and left its date and count."""
    sighting = run.findings[mark]
    again = bool(sighting.first) and sighting.first < run.began
    tallies = {run.build: Tally(1, 1 + sum(_absent(sighting, run, one) for one in earlier))} if run.build.told else {}
    return Standing(
        mark,
        sighting.clause,
        sighting.checks,
        sighting.reason,
        sighting.status if again else NEW,
        True,
        True,
        sighting.first if again else run.began,
        run.began,
        sighting.seen if again else 1,
        tallies=tallies,
    )


def _absent(sighting: Sighting, run: Run, earlier: Run) -> bool:
    return earlier.build == run.build and earlier.cleared(sighting.checks)


def _seen_again(before: Standing, run: Run) -> Standing:
    sighting = run.findings[before.fingerprint]
    now = _judged(before, run, present=True)
    return replace(
        now,
        checks=tuple(dict.fromkeys((*before.checks, *sighting.checks))),
        reason=sighting.reason,
        status=INTERMITTENT if _by_chance(now, run) else KNOWN if before.present else REGRESSED,
        # What was dropped from the history has left its date and count in the lines after it.
        first=min(before.first, sighting.first or before.first),
        last=run.began,
        seen=max(before.seen + 1, sighting.seen),
    )


def _missed(before: Standing, run: Run) -> Standing:
    now = _judged(before, run, present=False)
    return replace(now, status=INTERMITTENT if _by_chance(now, run) else FIXED)


def _judged(before: Standing, run: Run, *, present: bool) -> Standing:
    tallies = dict(before.tallies)
    if run.build.told:
        tallies[run.build] = tallies.get(run.build, Tally()).after(present)
    alike = before.alike + 1 if before.present is present else 1
    return replace(before, present=present, judged=True, alike=alike, tallies=tallies)


def _by_chance(now: Standing, run: Run) -> bool:
    return now.alike < STEADY and now.tallies.get(run.build, Tally()).differs
