"""Reports: whole and well-formed whatever the server said, and harmless to whoever opens them."""

from __future__ import annotations

import ast
import dataclasses
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
import whole_runs
from helpers import PURE, answer, event, received
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from recorded_runs import ASKED, plain, recorded, run_of

import conformance
from conformance.recorder.events import from_line
from conformance.recorder.secrets import Secrets
from conformance.report import evidence, junit, markdown
from conformance.report.results import build
from conformance.report.write import DOCUMENTS, write_report
from conformance.target import profile as profiles
from conformance.verdict.model import OUTCOMES

PACKAGE = Path(conformance.__file__).parent
RESULTS = json.loads((PACKAGE / "report/results.schema.json").read_text(encoding="utf-8"))
KINDS_SHOWN = RESULTS["$defs"]["shown_event"]["properties"]["kind"]["enum"]
STREAM = json.loads((PACKAGE / "recorder/stream.schema.json").read_text(encoding="utf-8"))


def complaints(schema: dict[str, Any], value: Any) -> list[str]:
    found = jsonschema_rs.Draft202012Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in found]


@pytest.fixture
def results(tmp_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = plain(build(run_of(recorded(tmp_path))))
    return found


# -- results.json -----------------------------------------------------------------------------------------------------


def test_results_are_what_their_schema_says(results: dict[str, Any]) -> None:
    assert complaints(RESULTS, results) == []
    assert {one["outcome"] for one in results["checks"]} == {"passed", "failed", "error", "not_applicable", "blocked"}


def test_results_of_a_run_that_saw_nothing_are_what_their_schema_says(tmp_path: Path) -> None:
    found = plain(build(run_of([], server={"name": 5})))
    assert complaints(RESULTS, found) == []
    assert found["target"] == {
        "url": "http://127.0.0.1:1",
        "launched": False,
        "server": {"name": None, "version": None},
    }
    assert found["counts"]["error"] == 6


def test_results_in_which_a_condition_never_arose_are_what_their_schema_says(tmp_path: Path) -> None:
    events = [
        dataclasses.replace(one, data={**one.data, "outcome": "never_provoked"})
        if one.kind == "check_ended" and one.check == "one.rest"
        else one
        for one in recorded(tmp_path)
    ]
    found = plain(build(run_of(events)))
    assert complaints(RESULTS, found) == []
    assert "never_provoked" in {one["raw"] for one in found["checks"]}


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that describes members by name."""
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("schema", [RESULTS, STREAM], ids=["results", "stream"])
def test_schemas_are_valid_and_allow_nothing_that_they_do_not_name(schema: dict[str, Any]) -> None:
    assert jsonschema_rs.meta.is_valid(schema)
    open_ended = [found for found in objects(schema) if found.get("additionalProperties") is not False]
    assert {frozenset(found["properties"]) for found in open_ended} <= {
        frozenset({"event", "kind"}),  # an event shown in a report: its other members depend on its kind
        frozenset({"id", "at", "kind", "check"}),  # the head of an event: each kind closes it
    }
    assert all("unevaluatedProperties" in kind for name, kind in STREAM["$defs"].items() if name in kinds())


def spoiled(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every object in a value."""
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from spoiled(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value[:2]):
            yield from spoiled(item, (*path, index))


FREE = {
    "without", "phases_s", "packages", "headers", "body", "sent", "transcript", "observed", "arguments", "people",
    "answers",
}  # fmt: skip


def test_results_with_a_member_too_many_or_too_few_are_refused(results: dict[str, Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(RESULTS)
    for path in spoiled(results):
        if FREE & set(path) or path[-2:] == ("service_levels", "requirements"):
            continue
        place = results
        for step in path:
            place = place[step]
        for key, value in list(place.items()):
            del place[key]
            assert not validator.is_valid(results), f"{path} without {key}"
            place[key] = value
        place["more"] = 1
        assert not validator.is_valid(results), f"{path} with one member more"
        del place["more"]
    assert validator.is_valid(results)


def test_results_count_every_check_and_name_every_cause(results: dict[str, Any]) -> None:
    counts = results["counts"]
    assert counts["expected"] == len(results["checks"]) == sum(counts[name] for name in OUTCOMES)
    assert [cause["requirement"] for cause in results["causes"]] == ["ONE-01", "NICE-01"]
    assert results["drafts"] == 1


def test_results_carry_what_the_profile_says_hangs_on_what() -> None:
    stake = profiles.Stake(revenue="EUR 40 000 a month")
    impact = dataclasses.asdict(profiles.Impact(groups={"basic-messaging": stake}))
    results = whole_runs.broken(impact=impact)
    assert results["profile"]["impact"]["groups"] == {"basic-messaging": {"revenue": stake.revenue, "customers": None}}
    assert complaints(RESULTS, results) == []
    began = event("run_began", **{**ASKED, "profile": {**ASKED["profile"], "impact": impact}})
    assert complaints(STREAM, json.loads(began.line())) == []


# -- what a failure shows ---------------------------------------------------------------------------------------------


def found(results: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in results["checks"] if one["id"] == name)


def test_failure_shows_clause_sent_observed_why_and_how_to_see_it_again(results: dict[str, Any]) -> None:
    failure = found(results, "one.ws")["failure"]
    assert (failure["clause"], failure["statement"]) == ("ONE-01", "ONE-01 MUST hold.")
    assert (failure["sent"]["kind"], failure["sent"]["path"]) == ("request", "/chat/x")
    assert [one["status"] for one in failure["observed"]] == [500]
    assert failure["why"] == 'expected status 200, got status 500 with "hello"'
    assert [one["kind"] for one in failure["transcript"]] == ["request", "answer"]
    assert failure["transcript"][0]["ms"] >= 0
    assert failure["reproduce"] == "chat-conformance run full --url http://127.0.0.1:1 --check 'one.ws' --seed 7"
    assert failure["expected"] == {
        "matcher": "basic.status_is",
        "rule": "An HTTP answer, or a handshake's, has one of the expected statuses.",
        "arguments": {"expected": [200]},
    }
    assert [one["stream"] for one in failure["recorded"]] == ["run"]


def test_failure_is_shown_only_of_what_did_not_pass(results: dict[str, Any]) -> None:
    assert {one["id"] for one in results["checks"] if one["failure"]} == {"one.ws", "nice"}
    assert "ZeroDivisionError" in found(results, "nice")["failure"]["traceback"]
    assert [one["holds"] for one in found(results, "one.rest")["observed"]] == [True]


def test_failure_shows_the_servers_own_log_of_that_check_only(tmp_path: Path) -> None:
    log = [event("server_log", name, lines=[name], left_out=0) for name in ("one.ws", "one.rest")]
    results = build(run_of([*recorded(tmp_path), *log]))
    assert found(results, "one.ws")["failure"]["server_log"] == ["one.ws"]
    assert found(results, "nice")["failure"]["server_log"] == []


def test_evidence_is_bounded_and_says_what_it_leaves_out() -> None:
    long = evidence._plain(answer(200, {"text": "x" * 501, "list": list(range(31)), "short": "x" * 500}))["body"]
    assert long["text"] == "x" * 500 + "… (501 characters)"
    assert long["list"] == [*range(30), "… and 1 more"]
    assert long["short"] == "x" * 500


def test_transcript_is_cut_around_the_divergence_and_says_by_how_much() -> None:
    events = [received({"n": n}, at=n * 1_000_000) for n in range(200)] + [event("check_ended", outcome="failed")]
    shown, omitted = evidence.transcript(events, 100)
    assert len(shown) == evidence.FRAMES_SHOWN
    assert len(shown) + omitted == 200
    assert [one["frame"]["n"] for one in shown] == list(range(56, 116))
    assert shown[0]["ms"] == 56.0
    assert evidence.transcript([], -1) == ([], 0)


@pytest.mark.parametrize("nonce", ["probe-1a2b-3c", "later-1a2b-3c"])
def test_sent_is_never_the_suites_own_question(nonce: str) -> None:
    asked, came = event("sent", frame={"type": "message"}), answer(500)
    probe = event("sent", frame={"type": "ping", "nonce": nonce})
    assert evidence._last_sent([asked, probe, came]) == {
        "event": asked.id,
        "kind": "sent",
        "frame": {"type": "message"},
    }
    assert evidence._last_sent([came]) is None


# -- whatever the server said -----------------------------------------------------------------------------------------

HOSTILE = [
    "```\n# pwned\n```",
    "a\n\n````\n\n# pwned",
    "~~~",
    "~~~ is 1 on the socket and 2 in the page",
    "| a | b |\n|---|---|\n| c | d |",
    "a | b || c",
    "<script>alert(1)</script>",
    "</details>\n\n<h1>pwned</h1>",
    "<!-- ",
    "<http://evil.example>",
    "[click](javascript:alert(1))",
    "![see](http://evil.example/x.png)",
    "[a]: http://evil.example 'b'",
    "`code` and ``more``",
    "**bold** __bold__ *em* _em_ ~~gone~~",
    "# pwned",
    "pwned\n===",
    "pwned\n---",
    "---",
    "===",
    "- pwned",
    "+ pwned",
    "* pwned",
    "1. pwned",
    "2) pwned",
    "> pwned",
    "    pwned",
    "\t\tpwned",
    "pwned\\",
    "\\`pwned\\`",
    "&lt;script&gt; &#60;",
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h",
    "\x00\x07\x1b[31m\x7f\u202epwned\ufeff\ufffe\uffff",
    "\ud800 and \udfff",
    "]]><pwned/>",
    "",
    " ",
]


def skeleton(text: str) -> list[str]:
    """The structure of a Markdown document: everything but its text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    def names(token: Token) -> Iterator[str]:
        if token.type not in ("text", "text_special", "softbreak"):
            yield f"{token.type} {token.info} {token.content if token.type.startswith('html') else ''}"
        for child in token.children or []:
            yield from names(child)

    return [name for token in parser.parse(text) for name in names(token)]


def report_of(folder: Path, said: str) -> str:
    """Both documents on a server that said something wherever a report shows what servers say, in its reasons too."""
    log = event("server_log", "one.ws", lines=said.splitlines(), left_out=0)
    events = [*recorded(folder, {"key " + said: [said]}, f"reason {said}"), log]
    results = plain(build(run_of(events, server={"name": said, "version": said}, notes=[said])))
    return f"{markdown.render(results)}\n\n{markdown.analysis(results)}"


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The structure of a report on a server that said as many lines, but nothing of interest."""
    folder = tmp_path_factory.mktemp("harmless")

    @cache
    def structure(lines: int) -> list[str]:
        return skeleton(report_of(folder, "\n".join(["harmless"] * lines)))

    return lambda said: structure(len(said.splitlines()))


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_markdown_keeps_its_structure_whatever_the_server_said(
    tmp_path: Path, harmless: Callable[[str], list[str]], said: str
) -> None:
    assert skeleton(report_of(tmp_path, said)) == harmless(said)


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_markdown_line_is_a_paragraph_whatever_it_begins_with(said: str) -> None:
    """A reason may begin with a member's name that the server chose."""
    parts = skeleton(f"{markdown.in_a_line(said)}\n\nafter\n")
    assert parts[-3:] == skeleton("after")
    assert parts[:-3] == (skeleton("before") if said.strip() else [])


@PURE
@given(st.text(st.sampled_from("`|<>[]()#*_-+=!&\\ \n\r1.ax{}%"), max_size=30))
def test_markdown_line_is_text_and_nothing_else(said: str) -> None:
    assert skeleton(f"| a | {markdown.in_a_line(said)} |\n|---|---|\n") == skeleton("| a | b |\n|---|---|\n")


@PURE
@given(st.text(st.sampled_from("`~<# \na"), max_size=30))
def test_markdown_block_is_ended_by_nothing_inside_it(said: str) -> None:
    (token,) = MarkdownIt("commonmark").parse(markdown._block(said))
    assert (token.type, token.info) == ("fence", "json")
    assert token.content == f"{said}\n"


def test_markdown_says_what_was_found(results: dict[str, Any]) -> None:
    text = markdown.render(results)
    assert text.startswith("# not conformant to full 1.0 without load: 1 cause\n")
    assert "7 expected: 3 passed, 1 failed, 1 blocked, 1 not applicable, 0 not run, 0 inconclusive, 1 error" in text
    assert "### 1. ONE-01 (P1, the server)" in text
    assert "Again: `chat-conformance run full --url http://127.0.0.1:1 --check 'one.ws' --seed 7`" in text


def test_markdown_of_an_interrupted_run_says_so_at_once(tmp_path: Path) -> None:
    text = markdown.render(plain(build(run_of(recorded(tmp_path), interrupted=True))))
    assert "**This run was interrupted" in text[:300]


# -- JUnit ------------------------------------------------------------------------------------------------------------


def test_junit_names_every_check_by_category_with_its_outcome(tmp_path: Path, results: dict[str, Any]) -> None:
    (tmp_path / "junit.xml").write_text(junit.render(results), encoding="utf-8")
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    outcomes = {case.get("name"): [child.tag for child in told(case)] for case in root.iter("testcase")}
    assert outcomes == {
        "ladder.reached": [],
        "one.rest": [],
        "one.ws": ["failure"],
        "two": ["skipped"],
        "invites": ["skipped"],
        "nice": ["error"],
        "latency": [],
    }
    suites = {suite.get("name"): suite for suite in root}
    assert sorted(suites) == ["performance", "security", "unit"]
    unit = suites["unit"]
    assert [unit.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "0", "1", "2"]
    message = told(case_of(tmp_path / "junit.xml", "two"))[0].get("message")
    assert message == "blocked by ONE-01: stands on ONE-01, which is broken"


def test_junit_holds_only_what_xml_can_hold(tmp_path: Path) -> None:
    said = "".join(map(chr, [*range(160), 0xD800, 0xFFFE, 0xFFFF, 0x1F600])) + "]]><pwned/>"
    (tmp_path / "junit.xml").write_text(junit.render(build(run_of(recorded(tmp_path, said, said)))), encoding="utf-8")
    message = told(case_of(tmp_path / "junit.xml", "one.ws"))[0].get("message") or ""
    assert message.startswith("failed: " + "\N{REPLACEMENT CHARACTER}" * 9 + "\t\n")
    assert message.endswith("\N{REPLACEMENT CHARACTER}" * 3 + "\U0001f600]]><pwned/>")


def case_of(path: Path, name: str) -> ElementTree.Element:
    return next(case for case in ElementTree.parse(path).getroot().iter("testcase") if case.get("name") == name)


def told(case: ElementTree.Element) -> list[ElementTree.Element]:
    """What a test case says of its outcome; nothing where it passed."""
    return [child for child in case if child.tag in ("failure", "error", "skipped")]


TAGS = {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "properties", "property", "system-out"}


# -- the files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", HOSTILE, ids=ascii)
def test_report_is_whole_and_well_formed_whatever_the_server_said(tmp_path: Path, said: str) -> None:
    written = run_of(recorded(tmp_path, {said: said}, said), server={"name": said, "version": said})
    folder = tmp_path / "report"
    folder.mkdir()
    write_report(folder, written, Secrets())
    assert {path.name for path in folder.iterdir()} == {"results.json", *DOCUMENTS}
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert complaints(RESULTS, results) == []
    assert results["target"]["server"]["name"] == said
    assert found(results, "one.ws")["failure"]["observed"][0]["body"] == {said: said}
    assert (folder / "report.md").read_text(encoding="utf-8").startswith("# not conformant")
    root = ElementTree.parse(folder / "junit.xml").getroot()
    assert {element.tag for element in root.iter()} == TAGS
    assert told(case_of(folder / "junit.xml", "one.ws"))[0].get("message", "").startswith("failed: ")


def test_a_document_that_cannot_be_rendered_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOCUMENTS, "report.md", lambda results: results["nothing"])  # type: ignore[arg-type]
    with pytest.raises(ExceptionGroup) as raised:
        write_report(tmp_path, run_of(recorded(tmp_path)), Secrets())
    assert [type(one) for one in raised.value.exceptions] == [KeyError]
    assert {path.name for path in tmp_path.iterdir()} >= {"results.json", *DOCUMENTS} - {"report.md"}
    assert not (tmp_path / "report.md").exists()


MEMBERS = {"status": 200, "headers": {}, "body": None, "code": 1000, "late_ms": 1.5, "lines": ["x"], "left_out": 0}


@pytest.mark.parametrize("kind", [kind for kind in KINDS_SHOWN if kind not in ("check_started", "check_ended")])
def test_every_kind_of_event_can_be_shown(tmp_path: Path, kind: str) -> None:
    """A matcher may read any of them; each has what its schema demands and nothing more."""
    results = plain(build(run_of(recorded(tmp_path))))
    needed = set(STREAM["$defs"][kind]["required"]) - {"kind"}
    shown = {"event": "run:1", "kind": kind, **{name: MEMBERS.get(name, "x") for name in needed}}
    failure = found(results, "one.ws")["failure"]
    failure |= {"observed": [shown], "sent": shown, "transcript": [{**shown, "ms": 0.0}]}
    for name, render in DOCUMENTS.items():
        assert render(results), name


def test_report_holds_no_secret_not_even_in_logs(tmp_path: Path) -> None:
    secrets = Secrets()
    label = secrets.learn("s3cret-of-alice", "ticket", "alice")
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "parallel.log").write_bytes(b"it said s3cret-of-alice \xff\n")
    events = recorded(tmp_path, {"s3cret-of-alice": "s3cret-of-alice"}, "not s3cret-of-alice")
    log = event("server_log", "one.ws", lines=["s3cret-of-alice"], left_out=0)
    write_report(folder, run_of([*events, log], server={"name": "s3cret-of-alice"}), secrets)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "s3cret-of-alice" not in text
        # A badge holds nothing that a server said.
        assert label.strip("<>") in text.replace("\\", "") or path.stem == "badge"


# -- the recorded stream ----------------------------------------------------------------------------------------------


def kinds() -> list[str]:
    listed: list[str] = STREAM["$defs"]["event"]["properties"]["kind"]["enum"]
    return listed


def test_stream_every_recorded_line_is_what_its_schema_says(tmp_path: Path) -> None:
    recorded(tmp_path)
    lines = (tmp_path / "run.ndjson").read_text(encoding="utf-8").splitlines()
    assert [problem for line in lines for problem in complaints(STREAM, json.loads(line))] == []
    assert [from_line(line).line() for line in lines] == lines


GOOD: list[dict[str, Any]] = [
    {"kind": "request", "who": "a", "method": "GET", "path": "/", "headers": {}, "body": None},
    {"kind": "no_answer", "reason": "refused"},
    {"kind": "opening", "connection": "a/1", "who": "a", "path": "/", "headers": {"A": "b"}},
    {"kind": "handshake", "connection": "a/1", "who": "a", "status": 101, "headers": {}, "subprotocol": None},
    {"kind": "sent", "connection": "a/1", "who": "a", "frame": {}, "due": 5},
    {"kind": "received", "connection": "a/1", "who": "a", "bytes": "00ff"},
    {"kind": "close_received", "connection": "a/1", "who": "a", "code": 1001, "reason": ""},
    {"kind": "examined", "of": "token", "state": "wrong", "what": "it ended"},
    {"kind": "stall", "of": "server", "late_ms": 251.5},
    {"kind": "watch_posted", "clause": "X-01", "canary": "c", "connections": ["a/1"]},
    {"kind": "check_ended", "outcome": "passed", "duration_s": 0.1},
]
BAD: list[dict[str, Any]] = [
    {"kind": "unheard of"},
    {"kind": "stall", "late_ms": 1},
    {"kind": "stall", "of": "suite", "late_ms": 1, "more": 1},
    {"kind": "received", "connection": "a/1", "who": "a"},
    {"kind": "received", "connection": "a/1", "who": "a", "frame": {}, "text": "{}"},
    {"kind": "received", "connection": "a/1", "who": "a", "frame": []},
    {"kind": "received", "connection": "a/1", "who": "a", "bytes": "xyz"},
    {"kind": "check_ended", "outcome": "blocked"},
    {"kind": "stall", "of": "suite", "late_ms": 1, "id": 5},
]


@pytest.mark.parametrize("one", GOOD, ids=lambda one: one["kind"])
def test_stream_schema_accepts_events_of_every_kind(one: dict[str, Any]) -> None:
    assert complaints(STREAM, {"id": "w:1", "at": 1, "check": None, **one}) == []


@pytest.mark.parametrize("one", BAD)
def test_stream_schema_refuses_what_is_never_recorded(one: dict[str, Any]) -> None:
    assert complaints(STREAM, {"id": "w:1", "at": 1, "check": None, **one})


def test_stream_schema_knows_everything_that_the_suite_records() -> None:
    """Every ``record("kind", member=...)`` in the suite, held against the schema by name."""
    unknown, seen = [], set()
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and getattr(call.func, "attr", None) == "record" and call.args):
                continue
            if isinstance(call.args[0], ast.Constant):
                kind = call.args[0].value
                seen.add(kind)
                known = set(STREAM["$defs"].get(kind, {}).get("properties", {})) | {"check"}
                members = [word.arg for word in call.keywords if word.arg is not None]
                unknown += [f"{path.name}: {kind}: {member}" for member in members if member not in known]
                unknown += [] if kind in kinds() else [f"{path.name}: {kind}"]
    assert unknown == []
    assert seen >= {"request", "answer", "evaluation", "check_started", "check_ended"}
    by_variable = {"received", "ping_received", "pong_received", "close_received", "dropped"}
    assert set(kinds()) - seen <= by_variable
    assert RESULTS["$defs"]["shown_event"]["properties"]["kind"]["enum"] == kinds()
