"""Who meets a flaw besides the checks of what it breaks: all quick ones that reach what it changes."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.recorder.events import merged
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.reach import Reach, reach, read_use
from conformance.sensitivity.rows import FUNCTIONAL
from conformance.sensitivity.trial import Trial, tried

QUICK_S = 0.5
"""Checks that take longer, or that end their server, meet only the flaws of their own requirement and of what that
stands on: to let them meet all would take most of a day."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """The checks that meet more flaws than those of their own requirement, and what they reach."""

    quick: frozenset[str]
    standing_on: Mapping[str, frozenset[str]]
    """The checks of what stands directly on a requirement."""
    reach: Reach

    def for_flaw(self, flaw: Deviation) -> list[str]:
        """Those that can make anything of a flaw."""
        return sorted((self.quick | self.above(flaw)) & self.reach.of(flaw.replaces))

    def above(self, flaw: Deviation) -> frozenset[str]:
        """Those of what stands directly on the requirement that a flaw breaks."""
        return self.standing_on.get(flaw.breaks, frozenset())


def gathered() -> Crowd:
    """Ask the plain server what every check reaches; raises when it does not pass them all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        uses = folder / "uses"
        uses.mkdir()
        trial = tried([], ["-n", "1", *FUNCTIONAL], folder, uses=uses)
        refuse_a_bad_beginning(trial)
        lines = (line for file in uses.iterdir() for line in file.read_text(encoding="utf-8").splitlines())
        reached = reach(merged((folder / "report/streams").glob("*.ndjson")), map(read_use, lines))
    quick = {row["id"] for row in trial.results["checks"] if row["phase"] == "parallel" and row["duration_s"] < QUICK_S}
    standing_on: dict[str, set[str]] = defaultdict(set)
    registry = registries.load()
    for entry in manifests.load().values():
        for need in (need for name in entry.requirements for need in registry[name].needs):
            standing_on[need].add(entry.id)
    return Crowd(frozenset(quick), {need: frozenset(checks) for need, checks in standing_on.items()}, reached)


def refuse_a_bad_beginning(trial: Trial) -> None:
    """Raise when the server without a flaw is not conformant: nothing can be learned from the others then."""
    if trial.broken:
        raise click.ClickException(f"the plain server fails {', '.join(sorted(trial.broken))}: mend that first")
