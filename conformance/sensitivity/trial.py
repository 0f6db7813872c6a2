"""One run of the suite against the reference server, as it is or deviating."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.forkserver import RUNS, SERVERS, Forked
from conformance.target import profile as profiles
from conformance.target.process import Running
from conformance.verdict.decide import NOT_SELECTED
from conformance.verdict.model import ENVIRONMENT

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

ENDS_WITHIN_S = 60
"""An interrupted run has ended what it started by then."""

LONGEST_S = 900
"""No run takes so long, unless it hangs."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one run."""

    exit_status: int
    results: Mapping[str, Any]
    told: Mapping[str, int]
    """How often each deviation showed itself."""
    said: str
    """What the command printed."""

    @property
    def checks(self) -> dict[str, str]:
        """The outcome of each check that was asked for."""
        rows = self.results["checks"]
        return {check["id"]: check["outcome"] for check in rows if check["reason"] != NOT_SELECTED}

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
        """The requirements that failed outright, and not because of another; the lowest one too, whose failure is the
        environment's, because nothing is known of a server that cannot be reached."""
        rows = self.results["requirements"]
        failed = {one["id"] for one in rows if one["outcome"] == "failed" or one["origin"] == ENVIRONMENT}
        return failed | self.missed

    def saw(self, requirement: str) -> bool:
        """Whether a check of a requirement saw it broken, even if the report blames what that stands on."""
        rows = self.results["checks"]
        return any(check["raw"] == "failed" and requirement in check["requirements"] for check in rows)

    @property
    def first_cause(self) -> str | None:
        """The requirement that the report begins with."""
        return next((str(cause["requirement"]) for cause in self.results["causes"]), None)


def profile_of(deviations: Sequence[Deviation], *, told: Path, uses: Path | None = None) -> str:
    """A profile that launches the reference server, deviating, counting that in the folder ``told``, and noting in the
    folder ``uses`` what it uses."""
    reference = profiles.load("reference")
    without = [name for one in deviations for name in one.without]
    more = [word for name in without for word in ("--without", name)]
    more += [word for one in deviations for word in one.arguments]
    itself = [word for one in deviations for word in (f"--{one.kind}", one.name)]
    itself += ["--told", str(told)] if deviations else []
    itself += ["--uses", str(uses)] if uses is not None else []
    return PROFILE.format(
        name=json.dumps(" and ".join(one.name for one in deviations) or "reference"),
        capabilities=json.dumps([name for name in reference.profile.capabilities if name not in without]),
        command=json.dumps([*reference.launch.command, *itself, *more]),
        functional=json.dumps([*reference.launch.functional.args, *more]),
        patience=READY_WITHIN_S,
    )


def tried(
    deviations: Sequence[Deviation],
    selection: Sequence[str],
    folder: Path,
    *,
    seed: int = 1,
    uses: Path | None = None,
) -> Trial:
    """Run the suite, as ``selection`` (options of ``run``) says, against the server with these deviations, if any.

    The report stays in ``folder/report``; what the server used is noted in the folder ``uses``, if there is one.
    """
    told = folder / "told"
    told.mkdir(parents=True, exist_ok=True)
    profile = folder / "profile.toml"
    profile.write_text(profile_of(deviations, told=told, uses=uses), encoding="utf-8")
    command = ["run", str(profile), "--seed", str(seed), *selection, "--report-dir", "report"]
    status, said, report = ended(command, folder), folder / "said", folder / "report/results.json"
    printed = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
    if status is None:
        raise RuntimeError(f"a run does not end: {' '.join(command)}: {printed[-1000:]}")
    if not report.exists():
        raise RuntimeError(f"no report: {printed[-1000:]}")
    tellings = {file.name: file.stat().st_size for file in told.iterdir()}
    return Trial(status, json.loads(report.read_text(encoding="utf-8")), tellings, printed)


def trial_of(deviations: Sequence[Deviation], selection: Sequence[str], *, seed: int = 1) -> Trial:
    """The same in a folder that is not kept."""
    with tempfile.TemporaryDirectory(prefix="chat-conformance-trial-") as folder:
        return tried(deviations, selection, Path(folder), seed=seed)


def ended(
    command: Sequence[str],
    folder: Path,
    within_s: float = LONGEST_S,
    register: Callable[[Running], None] = lambda running: None,
) -> int | None:
    """Run ``chat-conformance`` in a folder; returns its exit status, or ``None`` where it did not end in time.  What it
    printed is in the file ``said`` there; ``register`` is told of the process.

    Whoever is interrupted asks it to stop and waits: killed at once, it would leave its servers behind.
    """
    # As with -P: it must not take a checkout in the working directory for what is installed.
    env = {**os.environ, "PYTHONSAFEPATH": "1", **{one.variable: one.address() for one in (RUNS, SERVERS)}}
    words = ["-m", "conformance.sensitivity.run", *command]
    with (folder / "said").open("wb") as said:
        running = Forked(RUNS.address(), words, env, said, folder)
    register(running)
    try:
        return running.wait(within_s)
    except subprocess.TimeoutExpired:
        return None
    finally:
        stop(running)


def stop(running: Running) -> None:
    """Ask a run to end what it has started and itself; by force when it does not."""
    if running.poll() is not None:
        return
    try:
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            os.kill(running.pid, signal.SIGINT)
        running.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
