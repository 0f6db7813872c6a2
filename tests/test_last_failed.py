"""Where runs write that are not told, and what ``--last-failed`` asks again: a look at a few checks costs no report."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import whole_runs
from helpers import one_line
from servers import command, null

from conformance.controller import last
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


# -- which report, and where to ----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which everybody works."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lies(folder: Path, began: str, outcomes: Mapping[str, tuple[str, str | None]], **run: Any) -> Path:
    """A report in which these checks ended like this, and everything else passed."""
    results = copy.deepcopy(whole_runs.green())
    results["run"].update(began=began, **run)
    for check in results["checks"]:
        if check["id"] in outcomes:
            check["outcome"], check["reason"] = outcomes[check["id"]]
    folder.mkdir(parents=True)
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    return folder


def asked_again(given: Path | None = None) -> tuple[Path, tuple[str, ...]]:
    """The report that counts, and what it leaves to be asked."""
    return last.report(given), did_not_pass(last.report(given))


def broken(*checks: str) -> dict[str, tuple[str, str | None]]:
    """What did not pass."""
    return dict.fromkeys(checks, ("blocked", "for a reason"))


def test_every_kind_of_run_has_a_folder_of_its_own() -> None:
    assert last.folder(selects=False, last_failed=False) == Path("reports/latest")
    assert last.folder(selects=True, last_failed=False) == Path("reports/selected")
    assert last.folder(selects=True, last_failed=True) == Path("reports/last-failed")
    assert last.folder(selects=False, last_failed=True) == Path("reports/last-failed")


def test_each_last_failed_narrows_down_the_one_before() -> None:
    lies(last.WHOLE, "2026-05-01T10:00:00Z", broken("health.shape", "health.public"))
    assert asked_again() == (last.WHOLE, ("health.public", "health.shape"))
    # In between somebody looks at one check, which changes nothing.
    lies(last.SELECTED, "2026-05-01T11:00:00Z", broken("auth.flipped-signature"))
    lies(last.FAILED, "2026-05-01T11:00:00Z", broken("health.shape"))
    assert asked_again() == (last.FAILED, ("health.shape",))


def test_whatever_was_found_before_the_last_whole_run_is_past() -> None:
    lies(last.FAILED, "2026-05-01T10:00:00Z", broken("health.shape"))
    assert asked_again() == (last.FAILED, ("health.shape",))
    lies(last.WHOLE, "2026-05-02T09:00:00Z", broken("health.public"))
    assert asked_again() == (last.WHOLE, ("health.public",))


def test_a_folder_that_is_named_is_the_one_that_counts() -> None:
    lies(last.FAILED, "2026-05-01T10:00:00Z", broken("health.shape"))
    named = lies(Path("mine"), "2026-04-01T10:00:00Z", broken("health.public"))
    assert asked_again(named) == (named, ("health.public",))


def test_where_everything_passed_there_is_nothing_to_ask_again() -> None:
    lies(last.WHOLE, "2026-05-01T10:00:00Z", broken("health.shape"))
    lies(last.FAILED, "2026-05-01T11:00:00Z", {"health.public": ("not_run", NOT_SELECTED)})
    with pytest.raises(UsageError) as caught:
        asked_again()
    one_line(str(caught.value), "everything that was asked passed in reports/last-failed; run without it")


def test_without_any_report_the_missing_one_is_named() -> None:
    with pytest.raises(UsageError, match=r"reports/latest/results\.json: there is no such file"):
        asked_again()


def test_runs_of_a_selection_leave_the_whole_report_alone(here: Path) -> None:
    (here / "small.toml").write_text(command.INNOCENT, encoding="utf-8")
    with null.closed_port() as url:

        def runs(*words: str) -> str:
            asked = [*command.COMMAND, "run", "small.toml", "--url", url, "--seed", "1", *words]
            done = subprocess.run(asked, cwd=here, capture_output=True, text=True, timeout=120)
            assert done.returncode == 3, done.stdout + done.stderr
            return done.stdout

        assert "report: reports/latest/report.html" in runs()
        whole = (here / last.WHOLE / "results.json").read_bytes()
        assert "report: reports/selected/report.html" in runs("--check", "health.shape")
        assert "report: reports/selected/report.html" in runs("-C", "e2e")
        first = runs("--last-failed")
        assert "checks did not pass in reports/latest\n" in first
        assert "report: reports/last-failed/report.html" in first
        assert "checks did not pass in reports/last-failed\n" in runs("--last-failed")
        assert (here / last.WHOLE / "results.json").read_bytes() == whole
        # Where a folder is named it is read and written.
        assert "report: mine/report.html" in runs("--check", "health.shape", "--report-dir", "mine")
        asked = runs("--last-failed", "--report-dir", "mine")
        assert "did not pass in mine\n" in asked
        assert "report: mine/report.html" in asked
        # What nobody selected is not asked again, though what it stands on is broken.
        selected = sum(
            entry["outcome"] == "blocked" for entry in json.loads((here / "mine/results.json").read_text())["checks"]
        )
        assert selected < 40
