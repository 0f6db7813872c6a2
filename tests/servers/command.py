"""Runs the command as its users do: a child process in a folder of its own, judged by what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-P", "-m", "conformance"]
BACKGROUND = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]
"""What a script's ``&`` does to a command: it begins with SIGINT ignored."""
WITHIN_S = 400.0
"""No run of these tests may take longer; one that does is ended, and its test fails."""

INNOCENT = """\
extends = "full"

[profile]
name = "small"
"""
"""The smallest profile: it demands everything of whatever is named by ``--url``."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left behind."""

    status: int
    out: str
    err: str
    report: Path
    seconds: float

    @property
    def results(self) -> dict[str, Any]:
        """``results.json``."""
        found: dict[str, Any] = json.loads((self.report / "results.json").read_text(encoding="utf-8"))
        return found

    @property
    def outcomes(self) -> dict[str, str]:
        """Check id to outcome."""
        return {check["id"]: check["outcome"] for check in self.results["checks"]}

    @property
    def requirements(self) -> dict[str, str]:
        """Requirement id to outcome."""
        return {entry["id"]: entry["outcome"] for entry in self.results["requirements"]}

    @property
    def causes(self) -> list[str]:
        """The requirements that are causes, in the order of the report."""
        return [cause["requirement"] for cause in self.results["causes"]]

    def named(self, outcome: str) -> set[str]:
        """The checks with this outcome."""
        return {check for check, found in self.outcomes.items() if found == outcome}

    def story(self) -> str:
        """What to show where an expectation about this run fails."""
        told = f"exit {self.status} after {self.seconds:.1f} s\n{self.out}\n{self.err}"
        if not (self.report / "results.json").exists():
            return told
        # Whoever reads this in a log has no report beside it.
        good = ("passed", "not_applicable", "not_run")
        rest = [check for check in self.results["checks"] if check["outcome"] not in good]
        return "\n".join([told, *(f"{check['id']} {check['outcome']}: {check['reason']}" for check in rest)])


class Running:
    """The command, started; use it as a context manager, so that nothing outlives its test."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        profile: str = INNOCENT,
        environment: Mapping[str, str] | None = None,
        background: bool = False,
    ) -> None:
        """``folder``: an empty one; the command runs in ``folder/here``, beside its profile and its report."""
        prefix = BACKGROUND if background else []
        self.here = folder / "here"
        self.here.mkdir(parents=True, exist_ok=True)
        self.report = folder / "report"
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.profile = folder / "profile.toml"
        self.profile.write_text(profile, encoding="utf-8")
        # Files, not pipes: nobody has to read for the command to go on.
        self._out, self._err = (folder / "out.txt", folder / "err.txt")
        self._began = time.monotonic()
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [*prefix, *COMMAND, "run", str(self.profile), "--report-dir", str(self.report), *arguments],
                cwd=self.here,
                env={**os.environ, "COLUMNS": "200", "TMPDIR": str(self.temporary), **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            # Asked first: it knows what else it has started.
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    @property
    def out(self) -> str:
        """Its standard output so far."""
        return self._out.read_text(encoding="utf-8", errors="replace")

    def end(self, within_s: float = WITHIN_S) -> Run:
        """Wait for its end."""
        try:
            status = self.process.wait(max(0.0, within_s))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {within_s:g} s; it said:\n{self.out}") from None
        err = self._err.read_text(encoding="utf-8", errors="replace")
        return Run(status, self.out, err, self.report, time.monotonic() - self._began)


def run(folder: Path, *arguments: str, within_s: float = WITHIN_S, **how: Any) -> Run:
    """Run the command to its end."""
    with Running(folder, *arguments, **how) as running:
        return running.end(within_s)


def small(url: str | None = None, *more: str, seed: int = 1) -> Sequence[str]:
    """The arguments of a small run that can be repeated."""
    where = ("--url", url) if url is not None else ()
    return (*where, "--seed", str(seed), "--intensity", "0", *more)
