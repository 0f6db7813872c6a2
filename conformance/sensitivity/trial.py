"""One run of the suite against the reference server, as it is or deviating."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.sensitivity.deviations import Deviation
from conformance.target import profile as profiles

PROFILE = """\
extends = "reference"

[profile]
name = {name}
capabilities = {capabilities}

[launch]
command = {command}
ready_timeout_s = {patience}

# The last word counts: what the deviation asks for comes behind what the profile says.
[launch.functional]
args = {functional}
"""

READY_WITHIN_S = 10
"""A server that has not answered by then is taken for one that never will."""

LONGEST_S = 900
"""No run takes so long, unless it hangs."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one run."""

    deviation: Deviation | None
    exit_status: int
    results: Mapping[str, Any]
    told: int
    """How often the deviation showed itself."""
    said: str
    """What the command printed."""

    @property
    def checks(self) -> dict[str, str]:
        """The outcome of each check."""
        return {check["id"]: check["outcome"] for check in self.results["checks"]}

    @property
    def requirements(self) -> dict[str, str]:
        """The outcome of each requirement."""
        return {one["id"]: one["outcome"] for one in self.results["requirements"]}

    @property
    def missed(self) -> set[str]:
        """The service levels that were missed."""
        levels = self.results["service_levels"]["requirements"]
        return {name for name, word in levels.items() if word == "missed"}

    @property
    def broken(self) -> set[str]:
        """The requirements that failed outright, and not because of another."""
        return {name for name, outcome in self.requirements.items() if outcome == "failed"} | self.missed

    @property
    def first_cause(self) -> str | None:
        """The requirement that the report begins with."""
        return next((str(cause["requirement"]) for cause in self.results["causes"]), None)


def profile_of(deviation: Deviation | None, told: Path) -> str:
    """A profile that launches the reference server, deviating."""
    reference = profiles.load("reference")
    without = deviation.without if deviation else ()
    more = [word for name in without for word in ("--without", name)]
    if deviation:
        more += [f"--{deviation.kind}", deviation.name, "--told", str(told), *deviation.arguments]
    return PROFILE.format(
        name=json.dumps(deviation.name if deviation else "reference"),
        capabilities=json.dumps([name for name in reference.profile.capabilities if name not in without]),
        command=json.dumps([*reference.launch.command, *more]),
        functional=json.dumps([*reference.launch.functional.args, *more]),
        patience=READY_WITHIN_S,
    )


def tried(deviation: Deviation | None, selection: Sequence[str], folder: Path, *, seed: int = 1) -> Trial:
    """Run the suite, as ``selection`` (options of ``run``) says, against the server with this deviation.

    The report stays in ``folder/report``.
    """
    told = folder / "told"
    told.mkdir(parents=True, exist_ok=True)
    profile = folder / "profile.toml"
    profile.write_text(profile_of(deviation, told), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "conformance", "run", str(profile), "--seed", str(seed), *selection]
    done = subprocess.run(
        [*command, "--report-dir", "report"], cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    report = folder / "report/results.json"
    if not report.exists():
        raise RuntimeError(f"no report: {done.stdout[-500:]}{done.stderr[-500:]}")
    count = told / deviation.name if deviation else told
    return Trial(
        deviation,
        done.returncode,
        json.loads(report.read_text(encoding="utf-8")),
        count.stat().st_size if deviation and count.exists() else 0,
        done.stdout,
    )
