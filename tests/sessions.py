"""Small runs and sessions against a server of some profile, for the tests of the ways to reach one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from servers import command
from servers.command import Run

from conformance.contract import manifest
from conformance.controller import rungs
from conformance.recorder.events import Event, merged
from conformance.stage.outcome import recorded_check
from conformance.stage.session import Plan, Session
from conformance.verdict.results import raw_outcomes

MANIFEST = manifest.load()


def judged(folder: Path, profile: str, *requirements: str, environment: Mapping[str, str] | None = None,
           more: tuple[str, ...] = ()) -> Run:  # fmt: skip
    """A small run: the ladder, and the checks of these requirements."""
    chosen = [word for name in requirements for word in ("--requirement", name)]
    return command.run(folder, *command.small(None, *chosen, *more), profile=profile, environment=environment)


def passes(run: Run, *requirements: str) -> None:
    """The ladder and the chosen requirements passed, and nothing else was wanted."""
    assert run.status == 0, run.story()
    assert {name: run.requirements[name] for name in requirements} == dict.fromkeys(requirements, "passed"), run.story()
    assert run.requirements["DLV-OTHERS-01"] == "passed", "the top of the ladder"


def written(run: Run) -> str:
    """Everything that a run has written, wherever."""
    files = [path for path in run.report.rglob("*") if path.is_file()]
    assert files
    return "\n".join([run.out, run.err, *(path.read_text(encoding="utf-8", errors="replace") for path in files)])


@contextmanager
def session(folder: Path, profile: str, **more: Any) -> Iterator[Session]:
    """A session in this process, as a worker of a run has it."""
    private, streams = folder / "private", folder / "streams"
    for place in (private, streams):
        place.mkdir(parents=True, exist_ok=True)
    (folder / "profile.toml").write_text(profile)
    plan = Plan("t", str(folder / "profile.toml"), "rungs", [], 1, 0.0, str(private), str(streams), **more)
    found = Session(plan, f"rungs-{os.urandom(2).hex()}")
    try:
        yield found
    finally:
        found.close()


def tried(told: Session, *checks: str) -> dict[str, tuple[str, str]]:
    """Carry out these checks; returns the outcome of each, and why."""
    for name in checks:
        body: Any = rungs.carrier(MANIFEST[name])
        with recorded_check(told.recorder, name, MANIFEST[name].requirements):
            told.refuse(body.conformance)
            with told.stage(name) as stage:
                body(stage)
    found = raw_outcomes(told.recorder.events(), {name: MANIFEST[name].requirements for name in checks})
    return {name: (raw.outcome, raw.reason or "") for name, raw in found.items()}


def recorded(run: Run) -> list[Event]:
    """Everything that a run has recorded, in order."""
    return merged((run.report / "streams").glob("*.ndjson"))


def of_check(run: Run, name: str) -> dict[str, Any]:
    """What the report says of a check."""
    [found] = [check for check in run.results["checks"] if check["id"] == name]
    return dict(found)
