"""A run is whole or says what is missing: whatever breaks in the suite, around it, or under it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import jsonschema_rs
import malformed
import psutil
import pytest
from servers import command, copies, null, reference
from servers.command import Run, Running
from servers.runs import Runs, selected

from conformance.contract import manifest, registry
from conformance.report import read
from conformance.trust.verification import discrepancies

MANIFEST = manifest.load()
STORAGE = "unit/test_storage.py"
SCHEMAS = "unit/test_schemas.py"
REST_API = "integration/test_rest_api.py"
PARTICIPANTS = "unit/test_participants.py"
WITHIN_S = 60.0


def carried_by(module: str) -> set[str]:
    """The checks that a module of the suite carries."""
    return {entry.id for entry in MANIFEST.values() if (entry.where or "").startswith(f"{module}::")}


def whatever_the_machine(run: Run) -> dict[str, str]:
    """The outcomes of all checks but those of service levels, which a busy machine may miss or not tell."""
    return {check: outcome for check, outcome in run.outcomes.items() if MANIFEST[check].phase != "performance"}


def adds_up(run: Run) -> bool:
    """Whether every check of the manifest is accounted for."""
    counts = run.results["counts"]
    return counts.pop("expected") == len(MANIFEST) == sum(counts.values()) and set(run.outcomes) == set(MANIFEST)


def begin_runs(runs: Runs, request: pytest.FixtureRequest) -> None:
    """The runs that the selected tests look at."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    if any("run_in_hostile_place" in item.fixturenames for item in items):
        runs.begin(HOSTILE, run_in_a_hostile_place)
    for (seed,) in selected(request, __name__, "seed"):
        runs.begin(("seed", seed), partial(run_with_seed, seed))
    for (broken,) in selected(request, __name__, "broken"):
        runs.begin(broken, partial(broken_run, request.getfixturevalue("reference_url"), broken))


# -- good runs ------------------------------------------------------------------------------------------------------

PROFILE = 'extends = "reference"\n'
FUNCTIONAL = [word for name in ("unit", "integration", "security", "reliability", "e2e") for word in ("-C", name)]
HOSTILE = "hostile place"


def run_in_a_hostile_place(folder: Path) -> Run:
    """Everything that pytest or Python might read there says something else."""
    (folder / "here").mkdir()
    for file, content in copies.HOSTILE.items():
        (folder / "here" / file).write_text(content)
    environment = {"PYTEST_ADDOPTS": "-k nothing"}
    return command.run(folder, "-n", "2", "--seed", "1", "--intensity", "0", profile=PROFILE, environment=environment)


def run_with_seed(seed: int, folder: Path) -> Run:
    """The functional checks in another order, with other random choices."""
    return command.run(folder, "-n", "2", "--seed", str(seed), "--intensity", "0", *FUNCTIONAL, profile=PROFILE)


@pytest.fixture
def run_in_hostile_place(runs: Runs) -> Run:
    """The same as the good run, begun in a hostile place."""
    return runs[HOSTILE]


def test_the_reference_server_is_conformant(good_run: Run) -> None:
    assert good_run.results["verdict"]["word"] == "conformant", good_run.story()
    assert good_run.status == 0
    assert set(whatever_the_machine(good_run).values()) == {"passed"}
    assert adds_up(good_run)


@pytest.mark.parametrize("seed", range(2, 11))
def test_another_seed_finds_the_same(good_run: Run, runs: Runs, seed: int) -> None:
    run = runs["seed", seed]
    assert run.results["seed"] == seed != good_run.results["seed"]
    asked = [check for check in run.results["checks"] if check["category"] != "performance"]
    # Where the machine stands still for seconds a time-out is unknown, not no: that contradicts no other run.
    found = {check["id"]: check["outcome"] for check in asked if not says_that_nothing_was_heard(check)}
    assert {check: good_run.outcomes[check] for check in found} == found, run.story()
    assert len(found) > 0.95 * len(asked), run.story()


def says_that_nothing_was_heard(check: Mapping[str, Any]) -> bool:
    """Inconclusive because an answer or a connection was missing, and for no other reason."""
    heard_nothing = ("no answer: ", "no connection: ", "a standing watch lost its connection")
    return check["outcome"] == "inconclusive" and check["reason"].startswith(heard_nothing)


def test_a_hostile_working_directory_and_environment_change_nothing(good_run: Run, run_in_hostile_place: Run) -> None:
    assert whatever_the_machine(run_in_hostile_place) == whatever_the_machine(good_run), run_in_hostile_place.story()
    assert run_in_hostile_place.status == 0


def test_a_whole_report_is_what_its_schemas_say_and_follows_from_its_record(good_run: Run) -> None:
    schema = json.loads((files("conformance.recorder") / "stream.schema.json").read_text(encoding="utf-8"))
    line = jsonschema_rs.Draft202012Validator(schema)
    lines = [json.loads(text) for path in sorted((good_run.report / "streams").glob("*.ndjson"))
             for text in path.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    assert [one for one in lines if not line.is_valid(one)][:3] == []
    results, events = read.results_at(good_run.report), read.events_at(good_run.report)
    assert len(events) == len(lines)
    assert list(discrepancies(results, events, registry.load(), manifest.load()))[:3] == []


def test_every_matcher_says_something_of_whatever_a_server_sends_in_the_place_of_something(good_run: Run) -> None:
    # What a matcher raises counts as the suite's own fault, and a server could hide behind that.
    assert list(islice(malformed.troubles(read.events_at(good_run.report), each=20, times=40, seed=1), 3)) == []


def test_a_report_holds_no_secret_of_its_run(good_run: Run) -> None:
    [private] = [
        line.rpartition(": ")[2] for line in good_run.err.splitlines() if line.startswith("private folder kept: ")
    ]
    journals = sorted(Path(private).glob("*.secrets"))
    secrets = {json.loads(line)[0] for journal in journals for line in journal.read_text().splitlines()}
    # A token's signature is as good as the token for whoever finds it beside the rest.
    # (A token of algorithm "none" ends with its last dot: it has none.)
    parts = {secret.rpartition(".")[2] for secret in secrets} - {""}
    keys = {line for pem in Path(private).rglob("*.pem") for line in pem.read_text().splitlines() if len(line) == 64}
    assert secrets
    assert keys
    written = {path: path.read_bytes() for path in good_run.report.rglob("*") if path.is_file()}
    written |= {Path("stdout"): good_run.out.encode(), Path("stderr"): good_run.err.encode()}
    found = [
        (path.name, secret[:12])
        for secret in secrets | parts | keys
        for path in written
        if secret.encode() in written[path]
    ]
    assert found == []


def test_what_the_children_of_a_good_run_say_holds_no_warning(good_run: Run) -> None:
    """What a child leaves open is said after its last check, where no outcome tells of it."""
    said = {path.name: path.read_text(encoding="utf-8") for path in good_run.report.glob("*.log")}
    assert "performance.log" in said
    assert {name: text for name, text in said.items() if "Warning" in text or "Traceback" in text} == {}


def test_a_good_run_leaves_its_report_and_nothing_else(good_run: Run) -> None:
    assert_report_is_whole(good_run)
    assert sorted(path.name for path in good_run.report.parent.iterdir()) == sorted(
        ["here", "tmp", "report", "profile.toml", "out.txt", "err.txt"]
    )
    assert list((good_run.report.parent / "here").iterdir()) == []


# -- a broken suite -------------------------------------------------------------------------------------------------


def delete(module: Path) -> None:
    """It is gone."""
    module.unlink()


def break_syntax(module: Path) -> None:
    """It is no Python."""
    module.write_text(module.read_text() + "\ndef (:\n")


def break_import(module: Path) -> None:
    """It imports what does not exist."""
    module.write_text(module.read_text() + "\nimport there_is_no_such_module\n")


def die(module: Path) -> None:
    """A check of it ends the process that carries it out."""
    first = 'alice, bob = stage.people("alice", "bob")\n'
    assert first in module.read_text()
    module.write_text(module.read_text().replace(first, f"__import__('os')._exit(3)\n    {first}"))


BREAKS: Mapping[str, tuple[Mapping[str, Callable[[Path], None]], str]] = {
    "modules broken": ({STORAGE: delete, SCHEMAS: break_syntax, REST_API: break_import}, "2"),
    "process dies": ({PARTICIPANTS: die}, "1"),
    "worker dies": ({PARTICIPANTS: die}, "2"),
}
"""What is done to which modules of the suite, and the number of workers."""

every_break = pytest.mark.parametrize("broken", BREAKS)


def broken_run(url: str, broken: str, folder: Path) -> Run:
    breaks, workers = BREAKS[broken]
    suite = copies.copied(folder / "copy")
    for module, break_it in breaks.items():
        break_it(suite / module)
    environment = copies.environment(folder / "copy")
    return command.run(folder, *command.small(url, "-n", workers), profile=reference.PROFILE, environment=environment)


@every_break
def test_a_broken_suite_says_incomplete_and_takes_the_blame(runs: Runs, broken: str) -> None:
    run = runs[broken]
    assert run.results["verdict"]["word"] == "incomplete", run.story()
    assert run.status == 5, run.story()
    assert {cause["origin"] for cause in run.results["causes"]} == {"suite"}


@every_break
def test_a_broken_suite_accounts_for_every_check(runs: Runs, broken: str) -> None:
    run = runs[broken]
    assert adds_up(run), run.story()
    assert_report_is_whole(run)


@pytest.mark.parametrize("broken", ["modules broken"])
def test_a_broken_module_costs_its_own_checks_only(runs: Runs, broken: str) -> None:
    run = runs[broken]
    assert run.named("error") == set().union(*map(carried_by, BREAKS[broken][0])), run.story()
    assert set(whatever_the_machine(run).values()) == {"passed", "error", "not_applicable"}
    assert {check["reason"] for check in run.results["checks"] if check["outcome"] == "error"} == {"not collected"}


@pytest.mark.parametrize("broken", ["process dies", "worker dies"])
def test_a_dying_process_is_an_error_and_the_other_phases_run(runs: Runs, broken: str) -> None:
    run = runs[broken]
    assert run.named("error") & carried_by(PARTICIPANTS), run.story()
    assert "failed" not in whatever_the_machine(run).values()
    later = {entry.id for entry in MANIFEST.values() if entry.phase == "performance"}
    assert not later & run.named("error"), run.story()
    assert later


@every_break
def test_missing_checks_are_named_in_the_report(runs: Runs, broken: str) -> None:
    run = runs[broken]
    text = (run.report / "report.md").read_text(encoding="utf-8").replace("\\", "")  # Markdown's own escapes
    assert [check for check in run.named("error") if check not in text] == []


# -- what cannot be begun -------------------------------------------------------------------------------------------


def test_a_dead_port_is_told_at_once_and_in_one_sentence(tmp_path: Path) -> None:
    with null.closed_port() as url:
        run = command.run(tmp_path, *command.small(url))
    assert run.status == 3, run.story()
    assert run.seconds < 5
    assert run.out.count("could not be reached") == 1
    assert run.err == ""


WRONG_PROFILES = {
    "no TOML": ("[profile\n", "profile.toml"),
    "unknown table": ("[lunch]\n", "lunch"),
    "unknown key": ('[target]\nurll = "http://127.0.0.1:1"\n', "target.urll"),
    "wrong type": ("[target]\nurl = 1\n", "target.url"),
    "unknown capability": ('[profile]\ncapabilities = ["telepathy"]\n', "profile.capabilities"),
    "unknown parent": ('extends = "nothing"\n', "nothing"),
    "extends itself": ('extends = "profile.toml"\n', "extends"),
    "variable not set": ('[auth]\nsecret = "env:THERE_IS_NO_SUCH_VARIABLE"\n', "auth.secret"),
    "file not there": ('[auth]\nkey = "file:there-is-no-such-file"\n', "auth.key"),
    "auth without key": ('[auth]\nkind = "key_file"\n', "auth.key"),
    "other contract": ('[profile]\ncontract = "9.9"\n', "profile.contract"),
    "no server": ('extends = "full"\n', "target.url"),
}
"""A profile with a mistake, and the key that must be named."""

EARLIER = {
    "results.json": b'{"earlier": true}',
    "report.md": b"# earlier\r\n",
    "streams/rungs.ndjson": b"\x00\xff",
}


@pytest.fixture
def earlier(tmp_path: Path) -> Iterator[Path]:
    """A folder in which an earlier report lies; it is still there afterwards, byte for byte."""
    for name, content in EARLIER.items():
        (tmp_path / "report" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "report" / name).write_bytes(content)
    yield tmp_path
    files = [path for path in (tmp_path / "report").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "report").as_posix(): path.read_bytes() for path in files} == EARLIER
    assert list(tmp_path.glob(".report*")) == []


@pytest.mark.parametrize("mistake", WRONG_PROFILES)
def test_a_wrong_profile_is_refused_in_one_line(earlier: Path, mistake: str) -> None:
    profile, key = WRONG_PROFILES[mistake]
    run = command.run(earlier, "--seed", "1", profile=profile)
    assert run.status == 2, run.story()
    assert run.out == ""
    assert len(run.err.splitlines()) == 1, run.err
    assert str(earlier / "profile.toml") in run.err
    assert key in run.err


def test_an_unknown_requirement_is_refused_with_a_suggestion(earlier: Path) -> None:
    run = command.run(earlier, *command.small("http://127.0.0.1:1", "--requirement", "MSG-AKC-01"))
    assert run.status == 2, run.story()
    assert len(run.err.splitlines()) == 1, run.err
    assert "did you mean MSG-ACK-01?" in run.err


# -- runs that are cut short ----------------------------------------------------------------------------------------

LONG = ("--seed", "1", "--intensity", "0.3")
"""Such a run goes on for seconds after its first check."""


def assert_report_is_whole(run: Run) -> None:
    """Everything that a report consists of is there, and nothing is left of how it came to be."""
    written = {path.name for path in run.report.iterdir()}
    assert {"results.json", "report.md", "report.html", "junit.xml", "streams"} <= written
    assert run.results["checks"]
    assert list(run.report.parent.glob(".report*")) == []


def wait_for(happened: Callable[[], Any], running: Running) -> Any:
    """The first true value of a question that is asked until the run ends."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline and running.process.poll() is None:
        if found := happened():
            return found
        time.sleep(0.01)
    raise AssertionError(f"it did not happen:\n{running.out}")


def in_parallel_phase(running: Running) -> bool:
    """Whether a check of the parallel phase has begun."""
    streams = running.report.parent.glob(".report.*/streams/parallel-*.ndjson")
    return any('"kind":"check_started"' in stream.read_text(encoding="utf-8") for stream in streams)


def descendants(running: Running) -> list[psutil.Process]:
    """Every process that a run has started and that is alive."""
    return psutil.Process(running.process.pid).children(recursive=True)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not gone."""
    _, remaining = psutil.wait_procs(processes, timeout=5)
    return [process for process in remaining if process.status() != psutil.STATUS_ZOMBIE]


def command_line(process: psutil.Process) -> list[str]:
    """Its arguments; none when it is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.cmdline()
    return []


@pytest.mark.parametrize(
    ("sent", "workers", "background"),
    [(signal.SIGINT, "2", False), (signal.SIGINT, "1", True), (signal.SIGTERM, "1", False)],
    ids=["SIGINT", "SIGINT in the background", "SIGTERM"],
)
def test_an_interrupted_run_ends_what_it_started_and_reports(
    tmp_path: Path, sent: signal.Signals, workers: str, background: bool
) -> None:
    profile = 'extends = "reference"\n'
    with Running(tmp_path, *LONG, "-n", workers, profile=profile, background=background) as running:
        wait_for(lambda: in_parallel_phase(running), running)
        started = descendants(running)
        os.kill(running.process.pid, sent)
        run = running.end(30)
    assert run.status == 130, run.story()
    assert len(started) >= 2, "a pytest and a server"
    assert alive(started) == []
    assert_report_is_whole(run)
    assert run.results["run"]["interrupted"] is True
    assert run.results["verdict"]["word"] == "incomplete"
    assert adds_up(run)
    assert list(running.temporary.iterdir()) == []


def test_a_killed_pytest_is_an_error_of_the_suite_and_the_report_is_written(tmp_path: Path) -> None:
    with Running(tmp_path, *LONG, "-C", "unit", profile='extends = "reference"\n') as running:
        wait_for(lambda: in_parallel_phase(running), running)
        started = descendants(running)
        [pytest_child] = [process for process in started if "--conformance-plan" in command_line(process)]
        pytest_child.kill()
        run = running.end()
    assert run.status == 5, run.story()
    assert run.results["verdict"]["word"] == "incomplete"
    assert run.named("error"), run.story()
    assert {MANIFEST[check].phase for check in run.named("error")} == {"parallel"}
    reasons = {check["reason"] for check in run.results["checks"] if check["outcome"] == "error"}
    assert reasons <= {"not collected", "the check began and never ended"}
    assert alive(started) == []
    assert adds_up(run)
    assert_report_is_whole(run)
    assert list(running.temporary.iterdir()) == []
