"""A verdict can be drawn again from the record alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import event
from recorded_runs import CHECKS, CONTRACT, recorded, run_of

from conformance.recorder.events import merged
from conformance.verdict.recording import NotARecording, recording, verdict_on


def test_a_record_that_was_written_and_read_gives_the_same_verdict(tmp_path: Path) -> None:
    run = run_of(recorded(tmp_path))
    (tmp_path / "whole.ndjson").write_text("".join(one.line() + "\n" for one in run.recording.events))
    again = verdict_on(recording(merged([tmp_path / "whole.ndjson"])), CONTRACT, CHECKS)
    assert again == run.verdict


def test_what_the_controller_withheld_is_as_it_said(tmp_path: Path) -> None:
    said = event("withheld", "one.ws", outcome="not_run", reason="enough")
    without = [one for one in recorded(tmp_path) if one.check != "one.ws"]
    checks = {check.id: check for check in run_of([*without, said]).verdict.checks}
    assert (checks["one.ws"].outcome, checks["one.ws"].reason) == ("not_run", "enough")


def test_a_check_that_ran_is_not_withheld(tmp_path: Path) -> None:
    said = event("withheld", "one.ws", outcome="not_run", reason="enough")
    checks = {check.id: check for check in run_of([*recorded(tmp_path), said]).verdict.checks}
    assert checks["one.ws"].outcome == "failed"


@pytest.mark.parametrize("missing", ["run_began", "run_ended"])
def test_events_without_the_controllers_own_are_no_recording(tmp_path: Path, missing: str) -> None:
    events = run_of(recorded(tmp_path)).recording.events
    with pytest.raises(NotARecording):
        recording([one for one in events if one.kind != missing])
