"""What the gardener writes, what it remembers, and how its command behaves."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from gardens import files, laid_out, read
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st

from conformance import cli
from conformance.garden import collect, issues, novelty, worklog
from conformance.garden.model import Case, Entry, Evidence, Kind, Novelty, Origin, Reading, Worklog
from conformance.usage import UsageError

RED = (
    '<testsuite><testcase classname="t.test_a" name="test_a"><failure message="ValueError: {}"/></testcase></testsuite>'
)
GREEN = '<testsuite><testcase classname="t.test_a" name="test_a"/></testsuite>'
HOLLOW = "def test_a():\n    assert 1 == 1\n"


def garden(*arguments: object) -> tuple[int, str]:
    """The command in this process: its exit status and what it prints; a refusal is raised."""
    done = CliRunner().invoke(cli.cli, ["garden", *map(str, arguments)], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    assert isinstance(done.return_value, int)
    return done.return_value, done.stdout


def report(folder: Path, words: str = RED.format("the schema has no member of that name"), name: str = "a.xml") -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def entry(**changes: object) -> Entry:
    values = {
        "id": "failing-0123abcd", "kind": Kind.FAILING, "origin": Origin.UNKNOWN, "title": "x", "rule": "a rule: y",
        "severity": "P2", "severity_rule": "why", "next_step": "Mend it.",
    }  # fmt: skip
    return Entry(**(values | changes))  # type: ignore[arg-type]


def log_of(*entries: Entry) -> Worklog:
    return Worklog(entries, (), ())


def novelties(found: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["novelty"]) for one in json.loads(found)["entries"]]


# -- the document -----------------------------------------------------------------------------------------------------


def test_two_gardens_of_one_input_are_the_same_bytes(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "07-refused")
    given_ = [project / "console.txt", project / "junit.xml", project]
    assert worklog.render(read(*given_)) == worklog.render(read(*given_))
    assert novelty.to_json(read(*given_)) == novelty.to_json(read(*given_))


def test_worklog_keeps_server_environment_and_suite_apart() -> None:
    found = worklog.render(log_of(*(entry(origin=origin, title=f"of {origin}") for origin in Origin)))
    sections = [line for line in found.splitlines() if line.startswith("##")]
    assert sections == [
        "## The server", "### of server", "## The environment", "### of environment", "## The test suite",
        "### of suite", "## Code or test: what was read does not tell", "### of unknown", "## Execution summary",
    ]  # fmt: skip


def test_worklog_says_the_rule_of_the_finding_and_of_its_severity() -> None:
    found = worklog.render(log_of(entry()))
    assert "- Why P2: why" in found
    assert "- Told by: a rule: y" in found


def test_worklog_counts_what_it_does_not_list() -> None:
    names = tuple(f"t/test_a.py::test_{number:02}" for number in range(20))
    places = tuple(Evidence(f"a.xml:{number}") for number in range(20))
    found = worklog.render(log_of(entry(explains=names, evidence=places)))
    assert "  - `t/test_a.py::test_11`" in found
    assert "test_12" not in found
    assert "  - and 8 more\n" in found
    assert "  - and 8 places more\n" in found


def test_worklog_without_entries_says_so() -> None:
    assert "Nothing was found." in worklog.render(log_of())


@PURE
@given(st.text(max_size=60))
def test_foreign_words_stay_words(words: str) -> None:
    quoted = worklog.block(words)
    fence = quoted.partition("text")[0]
    assert quoted.count(fence) == 2
    assert "\n" not in worklog.line(words) + worklog.code(words)
    assert not any(ord(char) < 32 for char in worklog.line(words) + worklog.code(words))


def test_markup_of_a_stranger_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    path = report(tmp_path, RED.format("&lt;script&gt;x&lt;/script&gt; [a](b) ``` # &#x202e;y"))
    found = worklog.render(read(path))
    assert "<script>" not in found.replace("`", "").partition("Execution")[0].partition("says:")[0].split("Read at")[0]
    assert "\u202e" not in found


# -- novelty ----------------------------------------------------------------------------------------------------------


def test_life_of_a_cause(tmp_path: Path) -> None:
    """New, then known, fixed when its test passes, and regressed when it comes back."""
    path, state = report(tmp_path), tmp_path / "state.json"
    seen = []
    for words in (None, None, GREEN, GREEN, RED.format("the schema has no member of that name")):
        if words is not None:
            report(tmp_path, words)
        since = ["--since", state] if state.exists() else []
        status, _ = garden(path, "--json", "-o", state, *since)
        seen.append((status, novelties(state.read_text())))
    assert seen == [
        (1, [("failing", "new")]),
        (1, [("failing", "known")]),
        (0, [("failing", "fixed")]),
        (0, [("failing", "fixed")]),
        (1, [("failing", "regressed")]),
    ]


def test_cause_is_not_fixed_by_reading_something_else(tmp_path: Path) -> None:
    state, project = tmp_path / "state.json", files(tmp_path / "p", {"tests/test_a.py": HOLLOW})
    garden(project, report(tmp_path), "--json", "-o", state)
    for other in (project, report(tmp_path, GREEN.replace("test_a", "test_b"), "b.xml")):
        _, found = garden(other, "--json", "--since", state)
        assert [row["novelty"] for row in json.loads(found)["entries"]] == ["known", "known"]
    assert "Nothing that was read this time could show whether it is fixed." in found


def test_cause_of_the_source_is_fixed_when_the_folder_is_read_again(tmp_path: Path) -> None:
    state, project = tmp_path / "state.json", files(tmp_path / "p", {"tests/test_a.py": HOLLOW})
    garden(project, "--json", "-o", state)
    files(project, {"tests/test_a.py": "import product\n\ndef test_a():\n    assert product.go()\n"})
    assert novelties(garden(project, "--json", "--since", state)[1]) == [("hollow", "fixed")]


def test_cause_that_became_flaky_keeps_its_name() -> None:
    earlier = [entry(id="failing-0123abcd")]
    found = novelty.compared(log_of(entry(id="flaky-0123abcd", kind=Kind.FLAKY)), earlier, [])
    assert [(one.id, one.kind, one.novelty) for one in found.entries] == [
        ("failing-0123abcd", Kind.FLAKY, Novelty.KNOWN)
    ]


def test_module_that_could_not_be_collected_is_fixed_when_a_test_of_it_passes() -> None:
    earlier = [entry(kind=Kind.UNCOLLECTABLE, explains=("tests/test_a.py",), sorts=("output",))]
    passed = Reading("a.xml", "results", (Case("tests.test_a::test_x", "passed", "a.xml:1"),))
    other = Reading("a.xml", "results", (Case("tests.test_ab::test_x", "passed", "a.xml:1"),))
    assert [one.novelty for one in novelty.compared(log_of(), earlier, [passed]).entries] == [Novelty.FIXED]
    assert [one.novelty for one in novelty.compared(log_of(), earlier, [other]).entries] == [Novelty.KNOWN]


@pytest.mark.parametrize(
    ("kind", "duration", "now"),
    [
        (Kind.FLAKY, 0.1, Novelty.KNOWN),
        (Kind.SLOW, None, Novelty.KNOWN),
        (Kind.SLOW, 0.1, Novelty.FIXED),
        (Kind.FAILING, None, Novelty.FIXED),
    ],
)
def test_pass_shows_what_is_fixed_only_where_it_can(kind: Kind, duration: float | None, now: Novelty) -> None:
    earlier = [entry(kind=kind, explains=("t::a",), sorts=("results",))]
    reading = Reading("a.xml", "results", (Case("t::a", "passed", "a.xml:1", duration_s=duration),))
    assert [one.novelty for one in novelty.compared(log_of(), earlier, [reading]).entries] == [now]


@pytest.mark.parametrize(
    ("sort", "counts", "now"),
    [
        ("results", (("passed", 1),), Novelty.KNOWN),
        ("output", (), Novelty.KNOWN),
        ("output", (("passed", 1),), Novelty.FIXED),
    ],
)
def test_deprecation_is_fixed_where_warnings_would_be_printed(
    sort: str, counts: tuple[tuple[str, int], ...], now: Novelty
) -> None:
    earlier = [entry(kind=Kind.DEPRECATION, sorts=("output",))]
    found = novelty.compared(log_of(), earlier, [Reading("a", sort, counts=counts)])
    assert [one.novelty for one in found.entries] == [now]


def test_worklog_can_be_written_and_read_again(tmp_path: Path) -> None:
    found = read(laid_out(tmp_path, "06-name-error") / "console.txt")
    path = tmp_path / "state.json"
    path.write_text(novelty.to_json(found), encoding="utf-8")
    assert [one.id for one in novelty.entries_from(path)] == [one.id for one in found.entries]
    assert novelty.entries_from(path)[0].blocks == found.entries[0].blocks


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("{", "is no JSON"),
        ("[]", 'format: expected "chat-conformance garden 1"'),
        ('{"format": "chat-conformance garden 1"}', "entries: KeyError"),
        ('{"format": "chat-conformance garden 1", "entries": [{"id": "../../x"}]}', "entries: ValueError"),
        ('{"format": "chat-conformance garden 1", "entries": [7]}', "entries: TypeError"),
    ],
)
def test_earlier_worklog_that_is_none_is_refused(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=why):
        garden(report(tmp_path), "--since", report(tmp_path, words, "since.json"))


# -- issues -----------------------------------------------------------------------------------------------------------


def test_issue_is_updated_in_place_and_keeps_what_people_wrote(tmp_path: Path) -> None:
    path, folder = report(tmp_path), tmp_path / "issues"
    garden(path, "--issues", folder)
    (issue,) = folder.glob("failing-*.md")
    assert "**new**" in issue.read_text()
    issue.write_text(issue.read_text() + "\nAsked the vendor. <!-- ``` -->\n")
    report(tmp_path, GREEN)
    garden(path, "--issues", folder)
    words = issue.read_text()
    assert "**fixed**" in words
    assert words.endswith("\nAsked the vendor. <!-- ``` -->\n")
    assert sorted(one.name for one in folder.iterdir()) == [issue.name, "index.md"]
    assert f"[{issue.stem}]({issue.name}) | failing | P2 | fixed" in (folder / "index.md").read_text()


def test_second_garden_of_a_known_cause_changes_no_file(tmp_path: Path) -> None:
    path, folder = report(tmp_path), tmp_path / "issues"
    for _ in range(2):
        garden(path, "--issues", folder)
    before = {one: one.stat().st_mtime_ns for one in folder.iterdir()}
    garden(path, "--issues", folder)
    assert {one: one.stat().st_mtime_ns for one in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda words: words.replace("Written by hand", "written by hand"), "the line .* is missing"),
        (lambda words: "# mine\n" + words, ":1: is not the comment"),
        (lambda words: words.replace("\n# ", "\nAsked the vendor.\n# ", 1), "was changed by hand above the line"),
        (lambda words: words.replace('"id": "failing-', '"id": "failing-9'), ":1: is not the comment"),
    ],
)
def test_issue_that_was_changed_above_its_marker_is_refused_and_nothing_written(
    damage: object, why: str, tmp_path: Path
) -> None:
    path, folder = report(tmp_path), tmp_path / "issues"
    garden(path, "--issues", folder)
    (issue,) = folder.glob("failing-*.md")
    issue.write_text(damage(issue.read_text()))  # type: ignore[operator]
    before = {one: one.read_bytes() for one in folder.iterdir()}
    report(tmp_path, RED.format("another one, with words of its own") + " ")
    with pytest.raises(UsageError, match=why):
        garden(path, "--issues", folder)
    assert {one: one.read_bytes() for one in folder.iterdir()} == before


def test_index_that_was_changed_by_hand_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path, folder = report(tmp_path), tmp_path / "issues"
    garden(path, "--issues", folder)
    index = folder / "index.md"
    index.write_text(index.read_text() + "\nAsked the vendor.\n")
    before = {one: one.read_bytes() for one in folder.iterdir()}
    report(tmp_path, GREEN)
    with pytest.raises(UsageError, match=r"index\.md: was changed by hand"):
        garden(path, "--issues", folder)
    assert {one: one.read_bytes() for one in folder.iterdir()} == before


def test_comment_of_an_issue_cannot_be_ended_by_what_a_stranger_wrote(tmp_path: Path) -> None:
    found = entry(title="--> <script> --!> x", details=("-->",))
    issues.written(tmp_path, log_of(found))
    first = (tmp_path / f"{found.id}.md").read_text().splitlines()[0]
    assert first.count("-->") == 1
    assert issues.entries_in(tmp_path) == (found,)


def test_issues_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        garden(report(tmp_path), "--issues", report(tmp_path, "x", "issues"))


# -- the command ------------------------------------------------------------------------------------------------------


def test_exit_status_says_whether_something_is_open(tmp_path: Path) -> None:
    assert garden(report(tmp_path))[0] == 1
    assert garden(report(tmp_path, GREEN))[0] == 0


def test_output_is_written_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    path = report(tmp_path)
    assert garden(path, "-o", tmp_path / "worklog.md") == (1, "")
    assert (tmp_path / "worklog.md").read_text().startswith("# Failing test gardener: worklog\n")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xml", "worklog.md"]


def test_everything_can_be_given_at_once(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "10-designed-to-fail")
    status, found = garden(project, project / "console.txt", report(tmp_path))
    assert status == 1
    assert "2 causes, explaining 3 tests." in found


def test_file_whose_name_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    project = files(tmp_path, {"tests/test_a.py": HOLLOW})
    (project / "tests" / "test_\udcff\x1b[2J.py").write_text(HOLLOW)
    for form in ([], ["--json"]):
        status, found = garden(project, *form)
        assert status == 1
        assert "\x1b" not in found
    garden(project, "--issues", tmp_path / "issues", "-o", tmp_path / "worklog.md")
    assert len(list((tmp_path / "issues").glob("hollow-*.md"))) == 2


# -- collecting -------------------------------------------------------------------------------------------------------


def test_collect_asks_pytest_and_agrees_with_what_was_read(tmp_path: Path) -> None:
    project = files(
        tmp_path,
        {"tests/test_a.py": "import product\n\n\ndef test_a(db):\n    assert product.go(db)\n"},
    )
    status, found = garden(project / "tests", "--collect", "--json")
    assert status == 1
    assert sorted(row["title"] for row in json.loads(found)["entries"]) == [
        "Fixture db is asked for and defined nowhere",
        "Module product cannot be imported",
    ]
    assert not list(project.rglob("__pycache__"))


def test_without_collect_nothing_of_a_suite_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "was_here"
    words = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n\ndef test_a():\n    assert pathlib.Path('.')\n"
    project = files(tmp_path / "p", {"tests/test_a.py": words, "tests/conftest.py": words, "conftest.py": words})
    garden(project)
    assert not mark.exists()
    garden(project, "--collect")
    assert mark.exists()


def test_collect_ends_with_everything_that_it_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    words = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(pid)!r}).write_text(f'{{child.pid}}.')\ntime.sleep(600)\n"
    )
    project = files(tmp_path / "p", {"tests/test_a.py": words})

    def time_is_up(_pid: int, _deadline: float) -> bool:
        """As soon as the suite has started something, however long this machine takes for it."""
        while not (pid.exists() and pid.read_text().endswith(".")):
            time.sleep(0.02)
        return False

    monkeypatch.setattr(collect, "_has_ended", time_is_up)
    reading = collect.collected(project, Path(sys.executable), 5)
    assert "collecting did not end within 5 s and was stopped; the rest is unknown" in reading.left_out[-1]
    started = int(pid.read_text().removesuffix("."))
    assert not psutil.pid_exists(started) or psutil.Process(started).status() == psutil.STATUS_ZOMBIE


def test_terminated_collect_ends_with_everything_that_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    words = (
        "import os, pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(pid)!r}).write_text(f'{{os.getpid()}} {{child.pid}}.')\ntime.sleep(600)\n"
    )
    project = files(tmp_path / "p", {"tests/test_a.py": words})
    command = [sys.executable, "-m", "conformance", "garden", str(project), "--collect"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not (pid.exists() and pid.read_text().endswith(".")) and time.monotonic() < deadline:
            time.sleep(0.02)
        running.terminate()
        assert running.wait(30) != 0
    finally:
        running.kill()
        running.wait()
    for number in map(int, pid.read_text().removesuffix(".").split()):
        assert not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE


def test_collect_without_an_interpreter_is_refused(tmp_path: Path) -> None:
    project = files(tmp_path, {"tests/test_a.py": HOLLOW})
    with pytest.raises(UsageError, match="--python: empty"):
        garden(project, "--collect", "--python", "")


def test_collect_that_collected_nothing_says_so(tmp_path: Path) -> None:
    reading = collect.collected(files(tmp_path, {"tests/test_a.py": "import os\n"}), Path(sys.executable), 60)
    assert reading.left_out[-1].endswith("(collected): pytest collected no test")


def test_collect_gives_up_when_its_time_is_up(tmp_path: Path) -> None:
    project = files(tmp_path, {"tests/test_a.py": "import time\ntime.sleep(600)\n"})
    reading = collect.collected(project, Path(sys.executable), 0.5)
    assert "collecting did not end within 0.5 s" in reading.left_out[-1]


def test_collect_keeps_no_more_of_the_output_than_it_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(collect, "BYTES", 1000)
    tests = "\n".join(f"def test_{number:040}():\n    assert product" for number in range(100))
    project = files(tmp_path, {"tests/test_a.py": tests})
    assert "only the first 1000 bytes" in collect.collected(project, Path(sys.executable), 60).left_out[-1]


def test_collect_with_an_interpreter_that_cannot_is_refused(tmp_path: Path) -> None:
    project = files(tmp_path, {"tests/test_a.py": HOLLOW})
    with pytest.raises(UsageError, match="--python: cannot start /nowhere/python: No such file or directory"):
        collect.collected(project, Path("/nowhere/python"), 5)
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S -I "$@"\n')
    bare.chmod(0o755)
    with pytest.raises(UsageError, match="has no pytest; give the interpreter that the suite is run with"):
        collect.collected(project, bare, 30)
