"""``run --last-failed``: what a report leaves to be asked again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import whole_runs

from conformance.controller.last import did_not_pass
from conformance.usage import UsageError
from conformance.verdict.decide import NOT_SELECTED


def left(folder: Path, results: Any) -> tuple[str, ...]:
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return did_not_pass(folder)


def with_outcome(outcome: str, reason: str) -> Any:
    results = whole_runs.green()
    results["checks"][0] |= {"outcome": outcome, "reason": reason}
    return results


def test_what_failed_and_what_waits_for_it_is_asked_again(tmp_path: Path) -> None:
    results = whole_runs.broken("MSG-DUP-01")
    wanted = {check["id"] for check in results["checks"] if check["outcome"] in ("failed", "blocked")}
    assert set(left(tmp_path, results)) == wanted
    assert wanted


def test_what_gave_no_answer_is_asked_again(tmp_path: Path) -> None:
    assert left(tmp_path, whole_runs.broken(silent={"health.public": "the machine stood still"})) == ("health.public",)


@pytest.mark.parametrize("reason", ["the run was interrupted", "a check has failed, and no more was to be run"])
def test_what_a_run_that_ended_early_left_out_is_asked_again(tmp_path: Path, reason: str) -> None:
    results = with_outcome("not_run", reason)
    assert left(tmp_path, results) == (results["checks"][0]["id"],)


@pytest.mark.parametrize(("outcome", "reason"), [("not_run", NOT_SELECTED), ("not_applicable", "no invites")])
def test_what_nobody_asked_is_not(tmp_path: Path, outcome: str, reason: str) -> None:
    with pytest.raises(UsageError, match="everything that was asked passed"):
        left(tmp_path, with_outcome(outcome, reason))
