"""A report adds up or not, is signed or not, and can be judged again: each seen both ways."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from helpers import check, event, manifest
from recorded_runs import ASKED, CHECKS, CONTRACT, plain, recorded, run_of

import conformance
from conformance.cli import cli
from conformance.recorder.events import Event
from conformance.recorder.secrets import Secrets
from conformance.report.results import Judged, build, judged
from conformance.report.write import DOCUMENTS, write_report, write_results
from conformance.trust import bonds, documents, signature
from conformance.trust.rejudging import NEW, STOPPED, UNJUDGED, rejudged
from conformance.trust.verification import differences, discrepancies
from conformance.usage import UsageError
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


# -- verify -----------------------------------------------------------------------------------------------------------


def test_an_honest_report_adds_up(tmp_path: Path) -> None:
    assert objections(*whole(tmp_path)) == []


def test_a_report_of_a_server_that_nests_deeply_adds_up(tmp_path: Path) -> None:
    run = run_of(recorded(tmp_path, said=json.loads("[" * 300 + "]" * 300)))
    results = plain(write_report(tmp_path, run, Secrets()))
    assert list(differences(results, plain(build(run)))) == []


def test_a_verdict_that_was_written_by_hand_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    results["verdict"]["word"] = "conformant"
    (found,) = objections(results, events)
    assert found == 'results.json: verdict/word is "conformant", and "non-conformant" follows from the record'


def test_a_finding_that_was_left_out_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    del results["causes"][0]
    assert any("causes" in one for one in objections(results, events))


def test_an_answer_that_was_changed_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "answer", "one.ws", status=200))
    assert any("basic.status_is finds None in these events" in one for one in found)


def test_an_evaluation_that_was_turned_round_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.ws", holds=True))
    assert any("it says that it holds, and its reason is" in one for one in found)
    found = objections(results, changed(events, "evaluation", "one.ws", holds=True, reason=None))
    assert any("and None is recorded" in one for one in found)


def test_an_end_that_no_evaluation_stands_for_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    ended = changed(events, "check_ended", "one.rest", outcome="failed", clause="ONE-01", reason="because")
    found = objections(results, ended)
    assert "one.rest ended with ONE-01 broken (because), which no evaluation of it found" in found


@pytest.mark.parametrize("said", [[], ["TWO-01"]])
def test_a_check_that_began_for_something_else_does_not(tmp_path: Path, said: list[str]) -> None:
    results, events = whole(tmp_path)
    (named, *_) = objections(results, changed(events, "check_started", "one.rest", requirements=said))
    assert f"one.rest began for {', '.join(said) or 'nothing'}, and the manifest has it judge ONE-01" in named


def test_a_check_that_this_suite_does_not_hold_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, [*events, event("check_started", "one.more", name="z:1", requirements=["ONE-01"])])
    assert "z:1: one.more is no check of this suite" in found


def test_a_record_in_which_the_server_said_nothing_is_no_pass(tmp_path: Path) -> None:
    """Every check is said to judge nothing, and to have passed: what then follows adds up and is no pass."""
    silent = [
        event(kind, name, name=f"s:{number}", at=number, **data)
        for number, (name, kind, data) in enumerate(
            ((name, kind, data)
             for name in CHECKS
             for kind, data in (("check_started", {"requirements": []}), ("check_ended", {"outcome": "passed"}))),
            start=1,
        )
    ]  # fmt: skip
    run = run_of(silent)
    assert run.verdict.word == "incomplete"
    assert {one.outcome for one in run.verdict.checks} <= {"error", "blocked", "not_applicable"}
    assert len([one for one in objections(plain(build(run)), list(run.recording.events)) if "for nothing" in one]) == 7


def test_a_line_that_is_missing_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    gone = next(one for one in events if one.kind == "answer" and one.check == "one.ws")
    found = objections(results, [one for one in events if one is not gone])
    assert any(f"{gone.id} is expected" in one for one in found)
    assert any(f"the event {gone.id}, which it read, is not in the record" in one for one in found)


def test_a_clock_that_runs_back_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    late = [dataclasses.replace(one, at=0) if one is events[-2] else one for one in events]
    assert any("was recorded before" in one for one in objections(results, late))


@pytest.mark.parametrize("missing", ["run_began", "run_ended"])
def test_a_record_without_the_controllers_own_is_named(tmp_path: Path, missing: str) -> None:
    results, events = whole(tmp_path)
    assert any("are expected" in one for one in objections(results, [one for one in events if one.kind != missing]))


def test_an_evaluation_by_an_unknown_matcher_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.rest", matcher="basic.status_was"))
    assert any("this suite has no matcher basic.status_was" in one for one in found)


@pytest.mark.parametrize("end", [{"outcome": one, "reason": "why"} for one in
                                 ("passed", "inconclusive", "never_provoked", "not_run", "error")])  # fmt: skip
def test_an_end_that_passes_over_what_was_found_broken_does_not(tmp_path: Path, end: dict[str, str]) -> None:
    _, events = whole(tmp_path)
    forged = [dataclasses.replace(one, data=end) if (one.kind, one.check) == ("check_ended", "one.ws") else one
              for one in events]  # fmt: skip
    found = objections(plain(build(run_of_events(forged))), forged)
    assert any(f"one.ws ended {end['outcome']}, and " in one and "found ONE-01 broken" in one for one in found)


@pytest.mark.parametrize(
    "end", [{"outcome": "inconclusive"}, {"outcome": "error", "traceback": "conformance.recorder.ClauseBroken: no"}]
)
def test_a_generated_example_may_break_a_clause_that_the_smallest_does_not(tmp_path: Path, end: dict[str, str]) -> None:
    """The check goes on to another example, and ends with what came of that."""
    _, events = whole(tmp_path)
    told: list[Event] = []
    for one in events:
        mine = one.check == "one.ws"
        told.append(dataclasses.replace(one, data=end) if mine and one.kind == "check_ended" else one)
        if mine and one.kind == "evaluation":
            more = {"arguments": {"expected": [500]}, "reason": None, "holds": True}
            told.append(dataclasses.replace(one, data={**one.data, **more}))
    numbers = itertools.count(1)
    told = [dataclasses.replace(one, id=f"run:{next(numbers)}") if one.id.startswith("run:") else one for one in told]
    found = objections(plain(build(run_of_events(told))), told)
    assert not any("one.ws ended" in one for one in found)


def test_an_end_that_calls_its_own_clause_anothers_does_not(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "check_ended", "one.ws", outcome="precondition"))
    assert "one.ws ended precondition with ONE-01 broken, which is a clause of its own" in found


def test_an_evaluation_of_what_another_check_heard_is_named(tmp_path: Path) -> None:
    """All the lines that say what was sent and what came are as they were."""
    _, events = whole(tmp_path)
    kept = next(one for one in events if (one.kind, one.check) == ("evaluation", "one.rest"))
    forged = [dataclasses.replace(one, data=kept.data) if (one.kind, one.check) == ("evaluation", "one.ws") else one
              for one in events]  # fmt: skip
    forged = changed(forged, "check_ended", "one.ws", outcome="passed", clause="ONE-01", reason="")
    found = objections(plain(build(run_of_events(forged))), forged)
    assert [one.partition(": ")[2] for one in found] == [f"it read {kept.data['events'][0]}, which belongs to one.rest"]


@pytest.mark.parametrize(("phase", "owner", "named"), [
    ("parallel", "b", True), ("afterwards", "b", False), ("performance", "b", False), ("performance", "c", True),
    ("parallel", None, True), ("performance", None, True), ("parallel", "a", False),
])  # fmt: skip
def test_events_are_shared_under_load_and_after_the_run(phase: str, owner: str | None, named: bool) -> None:
    checks = manifest(check("a", "ONE-01", phase=phase), check("b", "ONE-01", phase=phase), check("c", "ONE-01"))
    made = event("evaluation", "a", name="s:9", clause="ONE-01", events=[["s:1"]])
    assert (bonds.broken(made, {"s:1": owner}, CONTRACT, checks) is not None) is named


def test_only_checks_under_load_share_what_they_heard() -> None:
    """What :mod:`conformance.trust.bonds` relies on: nobody else calls ``Stage.once``."""
    suite = Path(conformance.__file__).parent
    callers = {path.relative_to(suite).as_posix() for path in suite.rglob("*.py") if ".once(" in path.read_text()}
    assert callers == {"load/crowd.py", "suite/performance/test_latency.py"}


def test_an_evaluation_of_a_clause_that_is_none_is_named(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    found = objections(results, changed(events, "evaluation", "one.ws", clause="OLD-01"))
    assert any("it judges OLD-01, which is no requirement of the contract" in one for one in found)


def test_a_consistent_forgery_adds_up(tmp_path: Path) -> None:
    """What only a signature excludes; it is said wherever nothing else is said."""
    _, events = whole(tmp_path)
    forged = changed(changed(events, "answer", "one.ws", status=200), "evaluation", "one.ws", holds=True, reason=None)
    forged = changed(forged, "check_ended", "one.ws", outcome="passed")
    assert objections(plain(build(run_of_events(forged))), forged) == []


def test_differences_are_told_by_place() -> None:
    said = {"a": [{"id": "X", "n": 1}, 2], "b": True, "only": 0}
    found = {"a": [{"id": "X", "n": 2}, 2], "b": 1, "more": 0}
    assert list(differences(said, found)) == [
        "results.json: a/X/n is 1, and 2 follows from the record",
        "results.json: b is true, and 1 follows from the record",
        "results.json: only is nothing that follows from the record",
        "results.json: more is missing",
    ]


# -- signatures -------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Ed25519PrivateKey]:
    """A folder with a signed report, and the key."""
    (tmp_path / "streams").mkdir()
    (tmp_path / "streams/rungs.ndjson").write_text("{}\n")
    (tmp_path / "results.json").write_text("{}")
    key = Ed25519PrivateKey.generate()
    signature.sign(tmp_path, key)
    return tmp_path, key


def test_a_signature_vouches_for_what_was_signed(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    assert list(signature.objections(folder, key.public_key())) == []


def test_a_signature_of_somebody_else_does_not(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    (found,) = signature.objections(signed[0], Ed25519PrivateKey.generate().public_key())
    assert found == "signature.json: was not made with this key, or was changed"


def test_whatever_was_changed_added_or_taken_away_is_named(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    (folder / "results.json").write_text("{} ")
    (folder / "streams/more.ndjson").write_text("")
    (folder / "streams/rungs.ndjson").unlink()
    assert list(signature.objections(folder, key.public_key())) == [
        "results.json: was changed since it was signed",
        "streams/more.ndjson: was not signed",
        "streams/rungs.ndjson: was signed, and is not there",
    ]


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "{}",
        "[]",
        '{"files": {}, "signature": "xy"}',
        '{"files": 1, "signature": ""}',
        "[" * 100_000,
        '{"files": [[1, 2], ["a", 3]], "signature": ""}',
        '{"files": {"a": 1}, "signature": ""}',
    ],
)
def test_what_is_no_signature_is_said_to_be_none(signed: tuple[Path, Ed25519PrivateKey], said: str | None) -> None:
    folder, key = signed
    (folder / "signature.json").unlink()
    if said is not None:
        (folder / "signature.json").write_text(said)
    (found,) = signature.objections(folder, key.public_key())
    assert found.startswith("signature.json: is ")


def test_what_was_signed_and_is_gone_is_named(signed: tuple[Path, Ed25519PrivateKey]) -> None:
    folder, key = signed
    (folder / "results.json").unlink()
    assert list(signature.objections(folder, key.public_key())) == ["results.json: was signed, and is not there"]


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_a_stream_that_is_no_file_is_refused_in_one_line(signed: tuple[Path, Ed25519PrivateKey], kind: str) -> None:
    folder, key = signed
    path = folder / "streams/x.ndjson"
    path.mkdir() if kind == "folder" else path.symlink_to(folder / "nothing")
    with pytest.raises(UsageError, match=r"streams/x.ndjson: cannot be read: "):
        list(signature.objections(folder, key.public_key()))


def test_keys_are_refused_in_one_line_that_says_how_to_make_one(tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
        )
    )
    (tmp_path / "none.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    for name, wanted in (("other.pem", "unencrypted"), ("none.pem", "openssl genpkey"), ("gone.pem", "cannot be read")):
        with pytest.raises(UsageError, match=wanted):
            signature.private_key(tmp_path / name)
    with pytest.raises(UsageError, match="openssl pkey"):
        signature.public_key(tmp_path / "none.pem")


# -- rejudge ----------------------------------------------------------------------------------------------------------


def test_the_same_suite_decides_the_same(tmp_path: Path) -> None:
    """What the ladder kept from running is recorded as such: it is not taken for a check that is new."""
    _, events = whole(tmp_path)
    events.append(event("withheld", "two", outcome="blocked", reason="a rung below it is broken"))
    results = plain(build(run_of_events(events)))
    now = plain(build(rejudged(events, CONTRACT, CHECKS, "2.0")))
    assert now["suite"]["version"] == "2.0"
    assert now["notes"] == ["judged anew from what suite 0.1 recorded in run 1a2b3c4d"]
    kept = ("verdict", "counts", "causes", "requirements", "operations")
    assert {key: now[key] for key in kept} == {key: results[key] for key in kept}


def test_a_check_of_today_that_was_never_recorded_is_not_run(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    today = {**CHECKS, **manifest(check("one.new", "ONE-01"))}
    checks = {one.id: one for one in rejudged(events, CONTRACT, today, "2.0").verdict.checks}
    assert (checks["one.new"].outcome, checks["one.new"].reason) == ("not_run", NEW)


def test_a_matcher_of_today_that_finds_a_fault_makes_its_check_fail(tmp_path: Path) -> None:
    """As if the matcher of then had let pass what that of today does not: the record says 200 was wanted or 201."""
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.rest", arguments={"expected": [201]})
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert checks["one.rest"].outcome == "failed"
    assert "expected status 201, got status 200" in checks["one.rest"].reason


def test_a_check_that_stopped_at_what_is_no_fault_now_is_inconclusive(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.ws", arguments={"expected": [500]})
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert (checks["one.ws"].outcome, checks["one.ws"].reason) == ("inconclusive", STOPPED)


def test_a_check_whose_matcher_is_gone_is_inconclusive(tmp_path: Path) -> None:
    _, events = whole(tmp_path)
    then = changed(events, "evaluation", "one.rest", matcher="basic.gone")
    checks = {one.id: one for one in rejudged(then, CONTRACT, CHECKS, "2.0").verdict.checks}
    assert checks["one.rest"].outcome == "inconclusive"
    assert checks["one.rest"].reason == "this suite has no matcher basic.gone"


def test_a_check_that_judges_more_today_than_it_did_then_is_inconclusive(tmp_path: Path) -> None:
    """It is no fault of the suite's that nobody asked, and no pass."""
    _, events = whole(tmp_path)
    today = {**CHECKS, **manifest(check("one.rest", "ONE-01", "TWO-01"))}
    checks = {one.id: one for one in rejudged(events, CONTRACT, today, "2.0").verdict.checks}
    assert checks["one.rest"].raw is not None
    assert (checks["one.rest"].raw.outcome, checks["one.rest"].raw.reason) == ("inconclusive", f"{UNJUDGED} TWO-01")


@pytest.mark.parametrize("check", ["one.rest", "one.ws"])
def test_a_clause_that_the_contract_does_not_have_any_more_is_not_judged(tmp_path: Path, check: str) -> None:
    """One check kept it, which leaves what it judges today unjudged; the other stopped where it was broken."""
    _, events = whole(tmp_path)
    then = changed(
        changed(events, "evaluation", check, clause="OLD-01"), "check_started", check, requirements=["OLD-01"]
    )
    now = plain(build(rejudged(then, CONTRACT, CHECKS, "2.0")))
    (found,) = [one for one in now["checks"] if one["id"] == check]
    assert (found["raw"], found["observed"]) == ("inconclusive", [])
    assert "not judged, because this contract does not have them: OLD-01" in now["notes"]


# -- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The suite, the contract and the manifest are those that these runs were recorded by."""
    monkeypatch.setattr(conformance, "__version__", ASKED["suite"]["version"])
    monkeypatch.setattr("conformance.contract.registry.load", lambda: CONTRACT)
    monkeypatch.setattr("conformance.contract.manifest.load", lambda: CHECKS)
    return monkeypatch


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


@pytest.mark.parametrize("command", ["verify", "rejudge", "report"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, "there is no such file"),
        ("{", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("{}", "is not what this suite writes"),
    ],
)
def test_results_that_are_none_are_refused_in_one_line(
    tmp_path: Path, command: str, text: str | None, wanted: str
) -> None:
    if text is not None:
        (tmp_path / "results.json").write_text(text)
    done = CliRunner().invoke(cli, [command, str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert wanted in str(done.exception)
    assert "\n" not in str(done.exception)


def test_results_without_their_streams_cannot_be_judged_again(tmp_path: Path) -> None:
    results, _ = whole(tmp_path)
    (tmp_path / "results.json").write_text(json.dumps(results))
    done = CliRunner().invoke(cli, ["rejudge", str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert "there is no recorded stream" in str(done.exception)


def test_a_report_of_another_suite_is_not_called_wrong(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 4
    assert "cannot tell whether it adds up, nor of its documents: it was judged by suite 0.1" in done.output


def test_a_report_of_another_suite_is_held_against_what_its_record_says_of_it(tmp_path: Path) -> None:
    results, events = whole(tmp_path)
    results["suite"]["version"] = "0.2"
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 1
    assert 'results.json: suite/version is "0.2", and "0.1" follows from the record' in done.output


def test_a_report_that_only_says_to_be_of_another_suite_is_judged_by_its_record(
    tmp_path: Path, ours: pytest.MonkeyPatch
) -> None:
    results, events = whole(tmp_path)
    results["suite"]["version"] = "0.2"
    written(tmp_path, results, events)
    done = verified(tmp_path)
    assert done.return_value == 1
    assert 'results.json: suite/version is "0.2", and "0.1" follows from the record' in done.output
    assert "cannot tell" not in done.output


@pytest.mark.parametrize("tampered", [False, True])
def test_of_a_report_of_another_suite_it_is_said_whether_its_signature_is_good(tmp_path: Path, tampered: bool) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    results, events = whole(folder)
    written(folder, results, events)
    key = Ed25519PrivateKey.generate()
    signature.sign(folder, key)
    (tmp_path / "key.pem").write_bytes(
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    if tampered:
        (folder / "results.json").write_text(json.dumps(results, indent=1))
    done = verified(folder, "--key", str(tmp_path / "key.pem"))
    assert (done.return_value, "cannot tell" in done.output) == (1 if tampered else 4, True)
    said = "results.json: was changed since it was signed" if tampered else "signed: results.json and streams"
    assert said in done.output


# -- the documents ----------------------------------------------------------------------------------------------------


def test_documents_that_say_what_the_results_say_are_named(tmp_path: Path, ours: pytest.MonkeyPatch) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    write_results(tmp_path, results)
    (tmp_path / "badge.json").unlink()
    (tmp_path / "parallel.log").write_text("what pytest said")
    done = verified(tmp_path)
    assert done.return_value == 0, done.output
    assert "\ndocuments: what results.json says, and nothing else: report.html, report.md, analysis.md, " in done.output
    assert "badge.json" not in done.output
    assert "not looked at: parallel.log, run.ndjson\n" in done.output
    assert "not excluded: a record forged by somebody who can write streams" in done.output


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_says_something_else_is_named(tmp_path: Path, ours: pytest.MonkeyPatch, name: str) -> None:
    results, events = whole(tmp_path)
    written(tmp_path, results, events)
    write_results(tmp_path, results)
    path = tmp_path / name
    path.write_text(path.read_text().replace("failed", "passed", 1) if "failed" in path.read_text() else "")
    done = verified(tmp_path)
    assert done.return_value == 1
    assert done.output == f"does not add up: {name}: is not what results.json says\n"


def test_a_document_that_is_no_file_is_named(tmp_path: Path) -> None:
    results, _ = whole(tmp_path)
    (tmp_path / "report.md").mkdir()
    (tmp_path / "report.html").symlink_to(tmp_path / "nothing")
    assert list(documents.discrepancies(tmp_path, results)) == [
        "report.html: is not what results.json says",
        "report.md: is not what results.json says",
    ]


def test_the_lies_of_this_file_are_lies() -> None:
    """The helper changes what it is told to change, and nothing else."""
    one, other = event("answer", "a", status=1), event("answer", "b", status=1)
    assert [found.data["status"] for found in changed([one, other], "answer", "a", status=2)] == [2, 1]
