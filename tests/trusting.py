"""Reports with their records, whole and changed, for the tests of what may be trusted."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from recorded_runs import CHECKS, CONTRACT, plain, recorded, run_of

from conformance.cli import cli
from conformance.recorder.events import Event
from conformance.report.results import Judged, build, judged
from conformance.trust.verification import discrepancies
from conformance.verdict.recording import recording

Change = Callable[[Event], Event]


def whole(tmp_path: Path) -> tuple[dict[str, Any], list[Event]]:
    """What a run says, and what it recorded, with every stream numbered from one."""
    events = []
    count: dict[str, int] = {}
    for one in run_of(recorded(tmp_path)).recording.events:
        stream = one.id.rpartition(":")[0]
        if stream == "run":
            events.append(one)
            continue
        count[stream] = count.get(stream, 0) + 1
        events.append(dataclasses.replace(one, id=f"{stream}:{count[stream]}", at=count[stream]))
    return plain(build(run_of_events(events))), events


def run_of_events(events: list[Event]) -> Judged:
    return judged(recording(events), CONTRACT, CHECKS)


def objections(results: dict[str, Any], events: list[Event]) -> list[str]:
    return list(discrepancies(results, events, CONTRACT, CHECKS))


def changed(events: list[Event], kind: str, check: str | None, **data: Any) -> list[Event]:
    """The same events but for the data of one kind of one check."""
    return [
        dataclasses.replace(one, data={**one.data, **data}) if (one.kind, one.check) == (kind, check) else one
        for one in events
    ]


def written(folder: Path, results: dict[str, Any], events: list[Event]) -> None:
    """A report's results and streams, as they lie in its folder."""
    (folder / "results.json").write_text(json.dumps(results))
    (folder / "streams").mkdir()
    for one in events:
        line = {"request": "s:1", **json.loads(one.line())} if one.kind == "answer" else json.loads(one.line())
        with (folder / f"streams/{one.id.rpartition(':')[0]}.ndjson").open("a") as stream:
            stream.write(json.dumps(line) + "\n")


def verified(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["verify", str(folder), *more], standalone_mode=False)
