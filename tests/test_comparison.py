"""Two runs, and many, held against each other."""

from __future__ import annotations

import copy
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import all_pass, ended, event, failed
from recorded_runs import CHECKS, CONTRACT, plain, recorded, run_of

from conformance.cli import cli
from conformance.report import matrix
from conformance.report.results import Judged, build
from conformance.verdict.comparison import Comparison, compared
from conformance.verdict.decide import NOT_SELECTED, decide
from conformance.verdict.model import Raw, Scope


def results(*raws: Raw, **more: Any) -> dict[str, Any]:
    """The results of a run in which every check passed but these."""
    run = run_of([])
    scope = Scope("full", "1.0", frozenset({"roles"}), frozenset({"roles"}))
    verdict = decide(CONTRACT, CHECKS, scope, {**all_pass(CHECKS), **{raw.check: raw for raw in raws}})
    found: dict[str, Any] = plain(build(Judged(run.recording, verdict, CONTRACT, CHECKS)))
    return {**found, **more}


def named(changes: tuple[Any, ...]) -> list[str]:
    return [change.requirement for change in changes]


def kinds(found: Comparison) -> dict[str, list[str]]:
    """Every change by what it is called."""
    return {title: named(changes) for title, changes in found.sections() if changes}


def standing(run: dict[str, Any]) -> dict[str, Any]:
    """The same run, in which nothing is blocked by what is broken: each check saw what it asked for."""
    other: dict[str, Any] = copy.deepcopy(run)
    for row in (*other["requirements"], *other["checks"]):
        if row["outcome"] == "blocked":
            row |= {"outcome": "passed", "blocked_by": None, "reason": ""}
    return other


GOOD = results()
BROKEN = results(failed("one.ws", "ONE-01"))
STUCK = results(ended("one.ws", "inconclusive"))
STILL = standing(BROKEN)


def test_a_run_compared_with_itself_shows_no_change() -> None:
    for run in (GOOD, BROKEN, STUCK):
        assert kinds(compared(run, run)) == {}


def test_what_was_kept_and_is_broken_has_regressed_and_the_other_way_round() -> None:
    assert kinds(compared(GOOD, BROKEN)) == {"regressed": ["ONE-01"]}
    assert kinds(compared(BROKEN, GOOD)) == {"mended": ["ONE-01"]}


def test_what_was_kept_and_is_not_judged_is_lost_and_the_other_way_round() -> None:
    assert kinds(compared(GOOD, STUCK)) == {"lost": ["ONE-01"]}
    assert kinds(compared(STUCK, GOOD)) == {"gained": ["ONE-01"]}


def test_what_was_not_judged_and_is_broken_is_new_and_the_other_way_round() -> None:
    assert kinds(compared(STUCK, BROKEN)) == {"new": ["ONE-01"]}
    assert kinds(compared(BROKEN, STUCK)) == {"gone": ["ONE-01"]}


def test_what_regressed_says_how_much_it_costs_and_that_is_not_told_again() -> None:
    found = compared(GOOD, results(failed("one.ws", "ONE-01"), ended("two", "inconclusive")))
    assert kinds(found) == {"regressed": ["ONE-01"]}
    assert found.regressed[0].costs == 1
    assert "1 that were kept are blocked by it" in "\n".join(found.lines())


def blocked(run: dict[str, Any], name: str, by: str, *, fails: bool = False) -> dict[str, Any]:
    """The same run, in which a requirement is blocked; its own checks saw it broken, or were not run at all."""
    other: dict[str, Any] = copy.deepcopy(run)
    row = next(row for row in other["requirements"] if row["id"] == name)
    row |= {"outcome": "blocked", "blocked_by": by, "reason": f"stands on {by}, which is broken"}
    for check in other["checks"]:
        if name in check["requirements"]:
            seen = {"evaluation": "s:1", "clause": name, "matcher": "basic.status_is", "events": [], "holds": False,
                    "reason": "got 500"}  # fmt: skip
            raw, observed = ("failed", [seen]) if fails else (None, [])
            check |= {"outcome": "blocked", "blocked_by": by, "raw": raw, "observed": observed}
    return other


def test_a_regression_behind_a_fault_that_was_there_before_is_one() -> None:
    """Its own checks fail: that what stands below it is broken as before explains nothing."""
    found = compared(STILL, blocked(STILL, "TWO-01", "ONE-01", fails=True))
    assert kinds(found) == {"regressed": ["TWO-01"]}
    assert "TWO-01 (passed -> blocked by ONE-01): got 500" in "\n".join(found.lines())


def test_what_a_fault_that_was_there_before_hides_now_is_said_to_be_lost() -> None:
    found = compared(STILL, blocked(STILL, "TWO-01", "ONE-01"))
    assert kinds(found) == {"lost": ["TWO-01"]}
    assert "lost         P1 TWO-01 (passed -> blocked by ONE-01)" in "\n".join(found.lines())


def test_what_waits_for_a_fault_of_which_nothing_was_known_before_is_not_known_any_more() -> None:
    found = compared(stuck_at_one(GOOD), blocked(BROKEN, "TWO-01", "ONE-01"))
    assert kinds(found) == {"new": ["ONE-01"]}
    assert (found.appeared[0].costs, found.unknown) == (1, True)


def stuck_at_one(run: dict[str, Any]) -> dict[str, Any]:
    rows = [{**row, "outcome": "inconclusive"} if row["id"] == "ONE-01" else row for row in run["requirements"]]
    return {**run, "requirements": rows}


def test_what_another_contract_does_not_hold_is_dropped_and_not_lost() -> None:
    fewer = [row for row in GOOD["requirements"] if row["id"] != "ONE-01"]
    other = {**GOOD, "requirements": fewer, "suite": {**GOOD["suite"], "contract_digest": "9" * 64}}
    found = compared(GOOD, other)
    assert (kinds(found), found.unknown) == ({"dropped": ["ONE-01"]}, False)
    assert kinds(compared(GOOD, {**GOOD, "requirements": fewer})) == {"lost": ["ONE-01"]}


def test_a_fault_that_shows_itself_otherwise_is_said_to() -> None:
    other = results(failed("one.ws", "ONE-01", "expected status 200, got status 503"))
    assert kinds(compared(BROKEN, other)) == {"differently": ["ONE-01"]}


def test_a_service_level_that_is_missed_is_told_apart() -> None:
    found = compared(GOOD, results(failed("latency", "SLO-01")))
    assert kinds(found) == {"level": ["SLO-01"]}
    assert named(found.missed) == ["SLO-01"]
    assert compared(results(failed("latency", "SLO-01")), GOOD).missed == ()


def asked_for(run: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same run, if only these had been selected."""
    entries = [
        entry if entry["id"] in names else {**entry, "outcome": "not_run", "reason": NOT_SELECTED, "blocked_by": None}
        for entry in run["requirements"]
    ]
    causes = [cause for cause in run["causes"] if cause["requirement"] in names]
    return {**run, "requirements": entries, "causes": causes}


def test_what_was_not_selected_is_one_line_and_what_happened_comes_before_it() -> None:
    found = compared(GOOD, asked_for(BROKEN, "ONE-01"))
    lines = list(found.lines())
    assert lines[0].startswith("  regressed    P1 ONE-01 (passed -> failed)")
    silent = [change for change in found.lost if change.unasked]
    assert len(silent) == len(found.lost) > 1
    assert lines[1:-1] == [
        f"  lost         {len(silent)} requirements not selected on the command line in one of the runs"
    ]
    assert lines[-1].startswith(f"1 regressed, {len(silent)} lost; ")


def test_what_was_not_selected_before_and_is_broken_is_news_and_what_is_kept_is_none() -> None:
    lines = list(compared(asked_for(GOOD, "ZERO-01"), BROKEN).lines())
    assert lines[0].startswith("  new          P1 ONE-01 (not run -> failed)")
    assert all("not selected" in line for line in lines[1:-1])


def test_what_regressed_comes_first_then_what_was_mended_and_the_rest_last() -> None:
    titles = [title for title, _ in compared(GOOD, GOOD).sections()]
    assert titles == ["regressed", "new", "level", "mended", "differently", "lost", "gone", "dropped", "gained"]


def test_what_two_runs_do_not_have_in_common_is_said_first() -> None:
    other = results(suite={**GOOD["suite"], "version": "9.9"})
    assert next(iter(compared(GOOD, other).lines())) == "note: the runs differ in suite: 0.1 and 9.9"
    assert compared(GOOD, GOOD).cautions == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"profile": {**GOOD["profile"], "without": {"mint": "x"}}}, "what they are without: load and mint"),
        ({"seed": 5}, f"seed: {GOOD['seed']} and 5"),
        ({"target": {**GOOD["target"], "server": {"name": "n", "version": "2"}}},
         "server: a server 1.2 and n 2"),
        ({"target": {**GOOD["target"], "server": {"name": "n" * 9000, "version": None}}},
         f"server: a server 1.2 and {'n' * 120}… (9000 characters)"),
        ({"checks": [{**check, "reason": NOT_SELECTED} for check in GOOD["checks"][2:]] + GOOD["checks"][:2]},
         f"what was selected: all {len(GOOD['checks'])} checks and 2 checks ("
         f"{GOOD['checks'][0]['id']}, {GOOD['checks'][1]['id']})"),
    ],
)  # fmt: skip
def test_whatever_makes_two_runs_differ_is_said(more: dict[str, Any], said: str) -> None:
    assert compared(GOOD, {**GOOD, **more}).cautions == (f"the runs differ in {said}",)


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [(GOOD, GOOD, 0), (GOOD, BROKEN, 1), (BROKEN, GOOD, 0), (GOOD, STUCK, 4), (STUCK, BROKEN, 0),
     (GOOD, results(failed("latency", "SLO-01")), 1), (GOOD, results(ended("latency", "inconclusive")), 4)],
)  # fmt: skip
def test_regressions_set_the_exit_status(tmp_path: Path, before: Any, after: Any, status: int) -> None:
    for name, run in (("before", before), ("after", after)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results.json").write_text(json.dumps(run))
    folders = [str(tmp_path / "before"), str(tmp_path / "after/results.json")]
    done = CliRunner().invoke(cli, ["compare", *folders], standalone_mode=False)
    assert done.return_value == status, done.output
    told = json.loads(CliRunner().invoke(cli, ["compare", *folders, "--json"], standalone_mode=False).output)
    assert named(compared(before, after).regressed) == [change["requirement"] for change in told["regressed"]]


def test_what_a_server_says_cannot_command_the_terminal(tmp_path: Path) -> None:
    said = results(failed("one.ws", "ONE-01", "got \x1b]0;pwned\x07\x1b[2J\u202e"))
    for name, run in (("before", GOOD), ("after", said)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results.json").write_text(json.dumps(run))
    done = CliRunner().invoke(cli, ["compare", str(tmp_path / "before"), str(tmp_path / "after")])
    assert not set(done.output) & {"\x1b", "\x07", "\u202e"}
    assert "\\x1b]0;pwned\\x07" in done.output


# -- the matrix -------------------------------------------------------------------------------------------------------


def test_the_matrix_has_a_row_for_each_requirement_and_a_column_for_each_server() -> None:
    found = matrix.of({"a": GOOD, "b": BROKEN})
    assert [server["report"] for server in found["servers"]] == ["a", "b"]
    rows = {row["id"]: [cell["outcome"] for cell in row["outcomes"]] for row in found["requirements"]}
    assert rows["ONE-01"] == ["passed", "failed"]
    assert len(rows) == len(GOOD["requirements"])
    text = matrix.rendered(found)["matrix.md"]
    assert "| ONE-01 | MUST | P1 | kept | BROKEN |" in text
    assert "Nothing: no server breaks" in matrix.rendered(matrix.of({"a": without_invites(GOOD)}))["matrix.md"]


def test_the_matrix_counts_what_was_not_judged_apart_from_what_is_broken() -> None:
    found = matrix.of({"a": asked_for(GOOD, "ONE-01"), "b": asked_for(BROKEN, "ONE-01")})
    pages, every = matrix.rendered(found), len(found["requirements"])
    broken, _, rest = pages["matrix.md"].partition("## What was not judged")
    assert [line for line in broken.splitlines() if "not run" in line] == []
    assert f"1 of {every} requirements." in broken
    assert "| ONE-01 | MUST | P1 | kept | BROKEN |" in broken
    assert f"{every - 1} of {every} requirements, which no server breaks" in rest
    assert rest.count(f"| 0 | 0 | 0 | {every - 1} | 0 | 0 | 0 |") == 2
    assert f"0 of {every} requirements" in rest.partition("## Kept by all")[2]
    assert f"Of {every} requirements 1 is broken by some server, {every - 1} were not judged" in pages["matrix.html"]


def test_the_matrix_shows_no_backticks() -> None:
    said = [{**entry, "statement": "Says `<b>` and `x`."} for entry in GOOD["requirements"]]
    page = matrix.rendered(matrix.of({"a": {**GOOD, "requirements": said}}))["matrix.html"]
    assert "Says <code>&lt;b&gt;</code> and <code>x</code>." in page
    assert "`" not in page


def without_invites(run: dict[str, Any]) -> dict[str, Any]:
    return {**run, "requirements": [entry for entry in run["requirements"] if entry["outcome"] == "passed"]}


def test_a_requirement_that_one_run_knows_nothing_of_is_said_not_to_be_in_it() -> None:
    older = {**GOOD, "requirements": GOOD["requirements"][1:]}
    row = next(
        row for row in matrix.of({"a": older, "b": GOOD})["requirements"] if row["id"] == GOOD["requirements"][0]["id"]
    )
    assert [cell["outcome"] for cell in row["outcomes"]] == ["absent", "passed"]


class Structure(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def structure(page: str) -> list[tuple[str, tuple[str, ...]]]:
    parser = Structure()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("said", ["<script>x</script>", '"><img src=x onerror=x>', "</td></table><h1>x", "{{ 7 * 7 }}"])
def test_the_matrix_keeps_its_structure_whatever_a_server_says(said: str) -> None:
    hostile = {**GOOD, "target": {**GOOD["target"], "server": {"name": said, "version": said}},
               "verdict": {**GOOD["verdict"], "sentence": said}}  # fmt: skip
    plain_page = matrix.rendered(matrix.of({"a": GOOD}))["matrix.html"]
    page = matrix.rendered(matrix.of({said: hostile}))["matrix.html"]
    assert structure(page) == structure(plain_page)
    assert "49" not in page.split("<main>")[1].split("Requirements</h2>")[0]


@pytest.mark.parametrize("document", ["matrix.md", "matrix.html"])
def test_the_matrix_shows_what_turns_or_hides_a_text(document: str) -> None:
    hostile = {**GOOD, "target": {**GOOD["target"], "server": {"name": "\u202ea\u200bb", "version": "1"}}}
    text = matrix.rendered(matrix.of({"\u2066c": hostile}))[document]
    assert not set("\u202e\u200b\u2066") & set(text)
    assert "u202ea" in text


def test_a_folder_without_reports_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["matrix", str(tmp_path)])
    assert "there is no results.json below it" in str(done.exception)


def test_what_a_run_that_was_stopped_left_behind_is_no_report(tmp_path: Path) -> None:
    text = json.dumps(plain(build(run_of(recorded(tmp_path)))))
    for name in ("servers/one", "servers/.latest.raw"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "results.json").write_text(text)
    done = CliRunner().invoke(cli, ["matrix", str(tmp_path / "servers")], standalone_mode=False)
    assert done.exception is None
    found = json.loads((tmp_path / "servers/matrix.json").read_text(encoding="utf-8"))
    assert [server["report"] for server in found["servers"]] == ["one"]


def test_a_report_is_rendered_again_from_its_results(tmp_path: Path) -> None:
    run = plain(build(run_of([*recorded(tmp_path), event("server_log", "one.ws", lines=["x"], left_out=0)])))
    (tmp_path / "results.json").write_text(json.dumps(run))
    done = CliRunner().invoke(
        cli, ["report", str(tmp_path), "--report-dir", str(tmp_path / "new")], standalone_mode=False
    )
    assert done.return_value == 0
    assert (tmp_path / "new/report.md").read_text().startswith("# not conformant")
    assert not list((tmp_path / "new").glob(".*"))
