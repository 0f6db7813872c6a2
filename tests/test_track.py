"""``chat-conformance track``: two files that are written whole or not at all, and what its exit statuses say."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from helpers import one_line
from recorded_runs import plain, recorded, run_of
from tracked_runs import later

from conformance.commands.track import track
from conformance.report import read
from conformance.report.results import build
from conformance.tracker import files
from conformance.usage import UsageError

Results = dict[str, Any]
Track = Callable[..., Result]


@pytest.fixture
def failing(tmp_path: Path) -> Results:
    found: Results = plain(build(run_of(recorded(tmp_path))))
    return later(found, 1)


@pytest.fixture
def tracking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Track:
    """Runs the command in a folder of its own on these results; what it raises is raised."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def call(*arguments: str | Results) -> Result:
        names = [argument if isinstance(argument, str) else written(argument) for argument in arguments]
        return CliRunner().invoke(track, names, standalone_mode=False, catch_exceptions=False)

    def written(results: Results) -> str:
        report = tmp_path / results["run"]["id"]
        report.mkdir(exist_ok=True)
        (report / "results.json").write_text(json.dumps(results), encoding="utf-8")
        return str(report)

    return call


PAGE, HISTORY = Path("FAILING_TESTS.md"), Path("FAILING_TESTS.history.ndjson")


def refused(call: Track, *arguments: str | Results) -> str:
    """The one line that a call is refused with, which has changed nothing."""
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    with pytest.raises(UsageError) as error:
        call(*arguments)
    assert {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before
    one_line(str(error.value))
    return str(error.value)


# -- what it writes ---------------------------------------------------------------------------------------------------


def test_track_writes_a_page_and_a_history_beside_it_and_says_how_the_findings_stand(
    tracking: Track, failing: Results
) -> None:
    done = tracking(failing)
    assert (done.return_value, done.output) == (0, "FAILING_TESTS.md: 1 new\n")
    assert sorted(path.name for path in Path().iterdir()) == [HISTORY.name, PAGE.name]
    assert PAGE.read_text(encoding="utf-8").startswith("# Failing tests\n")
    assert len(HISTORY.read_text(encoding="utf-8").splitlines()) == 1


def test_track_reads_a_folder_or_the_file_in_it_and_writes_where_it_is_told(tracking: Track, failing: Results) -> None:
    tracking(failing)
    tracking(f"../{failing['run']['id']}/results.json", "--file", "other.md", "--history", "past")
    assert Path("other.md").read_bytes() == PAGE.read_bytes()
    assert Path("past").read_bytes() == HISTORY.read_bytes()


def test_the_same_run_tracked_twice_changes_nothing(tracking: Track, failing: Results) -> None:
    tracking(failing)
    before = PAGE.stat().st_mtime_ns, HISTORY.stat().st_mtime_ns, PAGE.read_bytes(), HISTORY.read_bytes()
    assert tracking(failing).output == "FAILING_TESTS.md: 1 new (nothing has changed)\n"
    assert before == (PAGE.stat().st_mtime_ns, HISTORY.stat().st_mtime_ns, PAGE.read_bytes(), HISTORY.read_bytes())


def test_several_results_are_taken_in_the_order_in_which_their_runs_began(tracking: Track, failing: Results) -> None:
    fixed = later(failing, 2, "1.3", one_ws="passed")
    assert tracking(fixed, later(failing, 3, "1.4"), failing).output == "FAILING_TESTS.md: 1 regressed\n"
    assert [json.loads(line)["run"] for line in HISTORY.read_text(encoding="utf-8").splitlines()] == [
        "run1",
        "run2",
        "run3",
    ]


def test_an_earlier_run_can_be_added_together_with_the_last_one(tracking: Track, failing: Results) -> None:
    last = later(failing, 3)
    tracking(last)
    message = refused(tracking, failing)
    assert message.startswith(
        "FAILING_TESTS.history.ndjson:1: its last run, 'run3' of 2026-01-04T00:00:00Z, began after these"
    )
    assert tracking(failing, last).output == "FAILING_TESTS.md: 1 known\n"


def test_a_build_tells_a_fix_from_chance(tracking: Track, failing: Results) -> None:
    fixed = later(failing, 2, one_ws="passed")
    tracking(failing, "--build", "4f5e")
    assert tracking(fixed, "--build", "6d7c").output == "FAILING_TESTS.md: 1 fixed\n"
    tracking(failing, "--file", "other.md")
    assert tracking(fixed, "--file", "other.md").output == "other.md: 1 intermittent\n"


def test_a_page_with_the_line_ends_of_another_system_keeps_them(tracking: Track, failing: Results) -> None:
    tracking(failing)
    PAGE.write_bytes(PAGE.read_bytes().replace(b"\n", b"\r\n"))
    tracking(later(failing, 2))
    raw = PAGE.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") > 100
    assert b"run2" in raw


def test_a_page_behind_a_link_is_changed_where_it_is(tracking: Track, failing: Results) -> None:
    tracking(failing, "--file", "real.md", "--history", "past")
    Path("real.md").chmod(0o640)
    PAGE.symlink_to("real.md")
    tracking(later(failing, 2), "--history", "past")
    assert PAGE.is_symlink()
    assert "run2" in Path("real.md").read_text(encoding="utf-8")
    assert Path("real.md").stat().st_mode & 0o777 == 0o640


# -- never over what somebody else wrote ------------------------------------------------------------------------------


def test_a_page_that_is_changed_meanwhile_is_left_as_it_is(
    tracking: Track, failing: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracking(failing)
    results = read.results_at

    def meanwhile(path: Path) -> Results:
        PAGE.write_text(PAGE.read_text(encoding="utf-8") + "Mine.\n", encoding="utf-8")
        return results(path)

    monkeypatch.setattr(read, "results_at", meanwhile)
    past = HISTORY.read_bytes()
    with pytest.raises(UsageError, match=r"^FAILING_TESTS.md: was changed while this ran, .*; run this again$"):
        tracking(later(failing, 2))
    assert PAGE.read_text(encoding="utf-8").endswith("Mine.\n")
    assert HISTORY.read_bytes() == past


def test_nothing_half_written_is_left_when_it_is_interrupted(
    tracking: Track, failing: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracking(failing)
    before = {path.name: path.read_bytes() for path in Path().iterdir()}

    def interrupted(_path: Path, _data: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.replace_all([(files.found(PAGE), "half")])
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_a_run_that_was_interrupted_between_the_two_files_is_made_good_by_the_next(
    tracking: Track, failing: Results, tmp_path: Path
) -> None:
    tracking(failing)
    page = PAGE.read_bytes()
    tracking(later(failing, 2))
    whole = PAGE.read_bytes(), HISTORY.read_bytes()
    PAGE.write_bytes(page)
    tracking(later(failing, 2))
    assert (PAGE.read_bytes(), HISTORY.read_bytes()) == whole


# -- --check ----------------------------------------------------------------------------------------------------------


def test_check_writes_nothing_and_is_content_with_what_the_page_lists(tracking: Track, failing: Results) -> None:
    tracking(failing)
    before = PAGE.read_bytes(), HISTORY.read_bytes()
    done = tracking("--check", later(failing, 2))
    assert (done.return_value, done.output) == (0, "FAILING_TESTS.md: lists what these results show\n")
    assert (PAGE.read_bytes(), HISTORY.read_bytes()) == before


@pytest.mark.parametrize(("then", "word"), [("passed", "fixed"), ("failed", "new")])
def test_check_names_what_the_page_does_not_list_as_it_is(
    tracking: Track, failing: Results, then: str, word: str
) -> None:
    passing = later(failing, 1, one_ws="passed")
    first, second = (failing, later(passing, 2, "1.3")) if then == "passed" else (passing, later(failing, 2, "1.3"))
    tracking(first)
    before = PAGE.read_bytes(), HISTORY.read_bytes()
    done = tracking("--check", second)
    mark = next(one["failure"]["fingerprint"] for one in failing["checks"] if one["id"] == "one.ws")
    assert done.return_value == 1
    assert done.output == (
        f'{word}: {mark} ONE-01: expected status 200, got status 500 with "hello"\n'
        "FAILING_TESTS.md: is out of date; run this without --check\n"
    )
    assert (PAGE.read_bytes(), HISTORY.read_bytes()) == before


def test_check_names_what_is_back(tracking: Track, failing: Results) -> None:
    tracking(failing, later(failing, 2, "1.3", one_ws="passed"))
    done = tracking("--check", later(failing, 3, "1.4"))
    assert done.return_value == 1
    assert done.output.startswith("regressed: ")


def test_check_is_content_with_a_known_finding_that_comes_and_goes_or_was_not_judged(
    tracking: Track, failing: Results
) -> None:
    tracking(failing)
    assert tracking("--check", later(failing, 2, one_ws="passed")).return_value == 0
    assert tracking("--check", later(failing, 2, "1.3", one_ws="not_run")).return_value == 0


def test_check_without_a_page_says_that_there_is_none(tracking: Track, failing: Results) -> None:
    done = tracking("--check", later(failing, 1, one_ws="passed"))
    assert (done.return_value, done.output.splitlines()[0]) == (1, "FAILING_TESTS.md: there is none yet")
    assert list(Path().iterdir()) == []


# -- refusals ---------------------------------------------------------------------------------------------------------


def test_results_of_another_server_are_refused_unless_it_was_renamed(tracking: Track, failing: Results) -> None:
    tracking(failing)
    other = later(failing, 2)
    other["target"]["server"]["name"] = "another"
    message = refused(tracking, other)
    assert message == (
        "FAILING_TESTS.md: is of the server 'a server', and the run 'run2' of 'another'; "
        "give another --file, or --renamed if it is the same one"
    )
    assert tracking(other, "--renamed").output == "FAILING_TESTS.md: 1 known\n"
    unreached = later(failing, 3)
    unreached["target"]["server"] = {"name": None, "version": None}
    assert tracking(unreached).return_value == 0


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        (
            PAGE.name,
            b"# Mine\n",
            "FAILING_TESTS.md: is no tracker of chat-conformance, and is left alone; move it away",
        ),
        (PAGE.name, b"\xff\xfe", "FAILING_TESTS.md: is no UTF-8 text (byte 0); save it as UTF-8"),
        (HISTORY.name, b"{}\n", "FAILING_TESTS.history.ndjson:1: is no line of a history"),
        (HISTORY.name, b"\xff", "FAILING_TESTS.history.ndjson: is no UTF-8 text (byte 0); save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_left_alone(
    tracking: Track, failing: Results, name: str, raw: bytes, expected: str
) -> None:
    Path(name).write_bytes(raw)
    assert refused(tracking, failing).startswith(expected)


def test_a_page_that_is_no_file_is_refused(tracking: Track, failing: Results) -> None:
    assert refused(tracking, failing, "--file", "/dev/null").startswith("/dev/null: is no file")


def test_one_file_for_both_is_refused(tracking: Track, failing: Results) -> None:
    message = refused(tracking, failing, "--file", "t", "--history", "./t")
    assert message == "t: is the tracker and its history in one; give another --history"


def test_a_place_that_does_not_exist_is_refused(tracking: Track, failing: Results) -> None:
    message = refused(tracking, failing, "--file", "nowhere/t.md")
    assert message == "nowhere/t.history.ndjson: No such file or directory; give a place that can be written"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ":1: is not valid JSON (Expecting value); name a whole results.json"),
        (b'{\n"a": ', ":2: is not valid JSON (Expecting value); name a whole results.json"),
        (b"\xff", ": is not valid JSON: name a whole results.json"),
        (b"[" * 100_000, ": is not valid JSON: name a whole results.json"),
        (b'{"a": ' + b"9" * 5000 + b"}", ": is not valid JSON: name a whole results.json"),
        (b"{}", ": the whole: is not what this suite writes ("),
        (b'{"suite": {"version": "9.9"}}', "; chat-conformance 9.9 wrote it); read it with the suite that wrote it"),
        (b'{"suite": {"version": "\\u001b[31m\\n"}}', " is a required property); read it with"),
        (b"[]", ": the whole: is not what this suite writes ([] is not of type"),
    ],
    ids=range(9),
)
def test_results_that_are_none_are_refused_in_one_line(
    tracking: Track, tmp_path: Path, raw: bytes, expected: str
) -> None:
    report = tmp_path / "report"
    report.mkdir()
    (report / "results.json").write_bytes(raw)
    message = refused(tracking, str(report))
    assert message.startswith(f"{report}/results.json:")
    assert expected in message
    assert message.isprintable()


def test_a_refusal_prints_nothing_that_a_terminal_obeys(tracking: Track, failing: Results) -> None:
    tracking(failing)
    other = later(failing, 2)
    other["run"]["id"] = other["target"]["server"]["name"] = "\x1b[31mx"
    Path("../run2").mkdir()
    Path("../run2/results.json").write_text(json.dumps(other), encoding="utf-8")
    assert refused(tracking, "../run2").isprintable()


def test_results_with_a_member_too_many_are_refused_with_its_place(tracking: Track, failing: Results) -> None:
    failing["checks"][2]["more"] = 1
    assert "results.json: checks/2: is not what this suite writes (" in refused(tracking, failing)


def _needing_itself(results: Results) -> None:
    results["requirements"][0]["needs"] = [results["requirements"][0]["id"]]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda one: one["causes"][0].update(requirement="NO-01"), "causes: NO-01 is not among the requirements"),
        (lambda one: one["checks"][0]["requirements"].append("NO-01"), "checks: NO-01 is not among the requirements"),
        (lambda one: one["advice"].append("NO-01"), "advice: NO-01 is not among the requirements"),
        (lambda one: one["groups"].clear(), " is no group: no run writes that; run again"),
        (_needing_itself, " needs "),
    ],
)
def test_results_that_name_what_they_do_not_hold_are_refused(
    tracking: Track, failing: Results, edit: Callable[[Results], None], expected: str
) -> None:
    edit(failing)
    assert expected in refused(tracking, failing)


def test_a_report_folder_without_results_is_refused(tracking: Track, tmp_path: Path) -> None:
    assert refused(tracking, str(tmp_path)).endswith(
        "results.json: there is no such file; name a report's folder or its results.json"
    )


# -- two at one time, and a clock that was wrong ----------------------------------------------------------------------


def test_two_at_one_time_wait_for_each_other(tracking: Track, failing: Results) -> None:
    came: list[int] = []
    with ThreadPoolExecutor(1) as other:
        with files.alone(PAGE.absolute(), HISTORY.absolute()):
            done = other.submit(lambda: came.append(tracking(failing).return_value))
            time.sleep(0.3)
            assert not came
        done.result(timeout=30)
    assert came == [0]
    assert sorted(path.name for path in Path().iterdir()) == [HISTORY.name, PAGE.name]


def test_a_run_of_a_wrong_clock_is_named_by_its_line(tracking: Track, failing: Results) -> None:
    tracking(failing)
    row = json.loads(HISTORY.read_text(encoding="utf-8")) | {"run": "f" * 8, "began": "2099-01-01T00:00:00Z"}
    with HISTORY.open("a", encoding="utf-8") as past:
        past.write(json.dumps(row) + "\n")
    assert f"{HISTORY}:2: its last run, 'ffffffff'" in refused(tracking, later(failing, 2))
