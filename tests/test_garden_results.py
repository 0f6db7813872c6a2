"""Results that people have: what is read from each sort, and what stands behind the reds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gardens import entries, read
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st

from conformance.garden import causes, junit, ours, pytest_output, reading, severity, text
from conformance.garden.model import Case, Entry, Kind, Origin, Reading
from conformance.garden.patterns import RULES, matching
from conformance.usage import UsageError


def xml(*cases: str) -> str:
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


def case(name: str, inside: str = "", time: float = 0.01) -> str:
    return f'<testcase classname="tests.test_a" name="{name}" time="{time}">{inside}</testcase>'


def failure(message: str, kind: str = "failure") -> str:
    return f'<{kind} message="{message}"/>'


def written(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


def of_xml(folder: Path, *cases: str) -> tuple[Entry, ...]:
    return entries(written(folder, "junit.xml", xml(*cases)))


def of_output(words: str) -> tuple[Entry, ...]:
    return causes.worklog([pytest_output.read("out.txt", words)]).entries


# -- JUnit ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaa">]><testsuites>&a;</testsuites>', ":1: declares a document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuites/>', ":1: declares a document type"),
        ("<html><body/></html>", ":1: is no JUnit XML: it begins with <html>, expected <testsuites>"),
        ("<testsuites><oops", "is no XML that can be read"),
        ("<testsuites>" + "<a>" * 200, "nested more than 100 deep"),
        ("<testsuites>&undefined;</testsuites>", "is no XML that can be read"),
    ],
)
def test_xml_that_cannot_be_used_is_refused_in_one_line(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read(written(tmp_path, "junit.xml", words))
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


def test_xml_that_breaks_off_is_read_until_there(tmp_path: Path) -> None:
    log = read(written(tmp_path, "junit.xml", xml(case("test_a", failure("AssertionError: x")))[:-20]))
    assert [entry.kind for entry in log.entries] == [Kind.FAILING]
    assert "the document breaks off here" in log.left_out[0]
    assert "the 1 test before it were read" in log.left_out[0]


def test_no_more_cases_are_read_than_the_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(junit, "CASES", 2)
    log = read(written(tmp_path, "junit.xml", xml(case("one"), case("two"), case("three"))))
    assert dict(log.read[0].counts) == {"passed": 2}
    assert log.left_out == (f"{tmp_path}/junit.xml: 1 test cases after the first 2 were not read",)


def test_xml_of_another_runner_tells_its_exception(tmp_path: Path) -> None:
    refused = '<error type="java.net.ConnectException" message="Connection refused: db/10.0.0.7:5432"/>'
    (entry,) = of_xml(tmp_path, case("one", refused), case("two", refused))
    assert (entry.kind, len(entry.explains)) == (Kind.INFRASTRUCTURE, 2)


@pytest.mark.parametrize("tag", ["flakyFailure", "rerunFailure"])
def test_test_that_passed_when_it_was_run_again_is_flaky(tag: str, tmp_path: Path) -> None:
    (entry,) = of_xml(tmp_path, case("one", failure("AssertionError: x", tag)))
    assert entry.kind is Kind.FLAKY


def test_test_that_failed_again_is_not_flaky(tmp_path: Path) -> None:
    both = failure("AssertionError: x") + failure("AssertionError: x", "rerunFailure")
    (entry,) = of_xml(tmp_path, case("one", both))
    assert entry.kind is Kind.FAILING


# -- printed output ---------------------------------------------------------------------------------------------------


def test_output_without_a_test_run_says_so_and_accuses_nobody() -> None:
    reading = pytest_output.read("notes.txt", "Dear diary,\nall is well.\n")
    assert reading.left_out == ("notes.txt: no output of a test run was recognised in it",)
    assert causes.worklog([reading]).entries == ()


def test_colours_and_cursor_movements_are_not_seen() -> None:
    (entry,) = of_output(
        "\x1b[1m=== short test summary info ===\x1b[0m\n"
        "\x1b[31mFAILED\x1b[0m t/test_a.py::test_a - ValueError: \x1b[2Jx\n"
    )
    assert entry.title == "ValueError: x"


def test_dash_in_a_parameter_parts_nothing() -> None:
    (entry,) = of_output("=== short test summary info ===\nFAILED t/test_a.py::test_a[x - y] - ValueError: broken\n")
    assert entry.explains == ("t/test_a.py::test_a[x - y]",)


def test_two_tests_of_one_name_are_told_apart_by_their_order() -> None:
    block = "____ test_a ____\n\n>   f()\nE   ValueError: in {0}\n\nt/test_{0}.py:1: ValueError\n"
    summary = "=== short test summary info ===\nFAILED t/test_x.py::test_a - V...\nFAILED t/test_y.py::test_a - V...\n"
    found = of_output("=== FAILURES ===\n" + block.format("x") + block.format("y") + summary)
    assert sorted((entry.title, entry.explains) for entry in found) == [
        ("ValueError: in x", ("t/test_x.py::test_a",)),
        ("ValueError: in y", ("t/test_y.py::test_a",)),
    ]


def test_name_of_a_test_and_what_it_logged_say_nothing_about_the_environment() -> None:
    words = (
        "t/test_a.py::test_connection_refused PASSED [ 50%]\nt/test_a.py::test_no_space_left_on_device PASSED [100%]\n"
        "=== FAILURES ===\n____ test_b ____\n>   assert x\nE   assert 0\nt/test_b.py:1: AssertionError\n"
        "---- Captured log call ----\nERROR Connection refused\nE   OSError: No space left on device\n"
        "=== short test summary info ===\nFAILED t/test_b.py::test_b - assert 0\n"
    )
    assert [entry.kind for entry in of_output(words)] == [Kind.FAILING]


def test_words_that_a_test_compares_say_nothing_about_the_environment() -> None:
    words = "=== short test summary info ===\nFAILED t/a.py::test_a - assert 'Connection refused' in 'all is well'\n"
    assert [entry.kind for entry in of_output(words)] == [Kind.FAILING]


def test_first_failure_that_ends_a_run_blocks_the_rest() -> None:
    (entry,) = of_output(
        "=== short test summary info ===\nFAILED t/a.py::test_a - ValueError: x\n"
        "!!!!!!!!!! stopping after 1 failures !!!!!!!!!!\n=== 1 failed, 3 passed in 0.1s ===\n"
    )
    assert [str(one) for one in entry.blocks] == ["the rest of the run (stopping after 1 failures)"]


def test_slow_tests_stand_out_in_their_own_run() -> None:
    lines = [f"{seconds}s call t/test_{i}.py::test_a" for i, seconds in enumerate(["9.50", *["0.01"] * 10])]
    reds = [f"PASSED t/test_{i}.py::test_a" for i in range(11)]
    words = "\n".join(["=== slowest durations ===", *lines, "=== short test summary info ===", *reds])
    (entry,) = of_output(words)
    assert (entry.kind, entry.explains) == (Kind.SLOW, ("t/test_0.py::test_a",))
    assert entry.evidence[0].text == "9.50 s, the median is 0.01 s: t/test_0.py::test_a"


@pytest.mark.parametrize("seconds", [[9.5] * 11, [4.9, *[0.01] * 10], [9.5, 0.01]])
def test_tests_are_not_slow_where_all_are_or_few_were_timed(seconds: list[float], tmp_path: Path) -> None:
    assert of_xml(tmp_path, *(case(f"test_{i}", time=taken) for i, taken in enumerate(seconds))) == ()


def test_class_with_a_constructor_is_one_cause_in_output_and_source() -> None:
    (entry,) = of_output(
        "=== warnings summary ===\nt/test_a.py:1\n  /x/t/test_a.py:1: PytestCollectionWarning: cannot collect test "
        "class 'TestA' because it has a __init__ constructor (from: t/test_a.py)\n"
    )
    assert entry.id == f"uncollectable-{causes.fingerprint(('constructor', 'TestA'))}"


def test_deprecations_that_differ_in_a_number_are_one_cause() -> None:
    line = "  /x/a.py:{0}: DeprecationWarning: handler {0} is deprecated\n"
    (entry,) = of_output("=== warnings summary ===\n" + line.format(7) + line.format(8))
    assert [one.text for one in entry.evidence] == ["/x/a.py:7: DeprecationWarning", "/x/a.py:8: DeprecationWarning"]


def test_missing_fixture_is_one_cause_in_output_and_source() -> None:
    (entry,) = of_output(
        "=== ERRORS ===\n____ ERROR at setup of test_a ____\nfile /x/t/test_a.py, line 1\n  def test_a(db):\n"
        "E       fixture 'db' not found\n>       available fixtures: cache\n\n/x/t/test_a.py:1\n"
        "=== short test summary info ===\nERROR t/test_a.py::test_a\n"
    )
    assert entry.id == f"uncollectable-{causes.fingerprint(('fixture', 'db'))}"
    assert entry.explains == ("t/test_a.py::test_a",)


# -- what stands behind a red -----------------------------------------------------------------------------------------

SAID = {
    "disk-full": "OSError: [Errno 28] No space left on device",
    "docker-daemon": "docker.errors.DockerException: Error while fetching server API version: ('aborted')",
    "image-build": "RuntimeError: failed to solve: process did not complete",
    "port-in-use": "OSError: [Errno 98] error while attempting to bind on ('127.0.0.1', 8080): address already in use",
    "name-unknown": "socket.gaierror: [Errno -2] Name or service not known",
    "refused": "httpx.ConnectError: All connection attempts failed",
    "connect-timeout": "httpx.ConnectTimeout: timed out",
}
WARNED = {
    "disk-low": "WARNING: low disk space on /var",
    "service-missing": "WARNING redis service is not available",
    "environment-not-isolated": "TEMP_DEBUG: using regular os.environ instead of IsolatedEnvironment",
    "several-definitions": "SSOT WARNING: Found other WebSocket Manager classes: ['a.Manager', 'b.Manager']",
}


@pytest.mark.parametrize("rule", SAID)
def test_exception_of_the_environment_is_told_by_its_words(rule: str) -> None:
    found = of_output(f"=== short test summary info ===\nFAILED t/a.py::test_a - {SAID[rule]}\n")
    assert [(entry.rule.partition(":")[0], entry.kind) for entry in found] == [(rule, Kind.INFRASTRUCTURE)]


@pytest.mark.parametrize("rule", WARNED)
def test_warning_of_the_environment_is_told_by_its_words(rule: str) -> None:
    (entry,) = of_output(WARNED[rule] + "\n")
    assert entry.rule.partition(":")[0] == rule
    assert entry.severity == "P2"


def test_every_rule_of_the_table_is_tried() -> None:
    assert {rule.name for rule in RULES} == {*SAID, *WARNED}


@pytest.mark.parametrize(
    "words",
    [
        "INFO connected to redis",
        "the user's request was refused with 403",
        "retrying: the build is ready",
        "found other files",
        "address book already in use by alice",
        "disk space: 120 GB free",
        "all services found",
    ],
)
def test_ordinary_words_match_no_rule(words: str) -> None:
    assert matching(words) is None


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("HTTPConnectionPool(host='localhost', port=8000): Max retries exceeded", "localhost:8000"),
        ("Cannot connect to host 127.0.0.1:8080 ssl:default", "localhost:8080"),
        ("Connect call failed ('::1', 5432, 0, 0)", "localhost:5432"),
        ("postgresql://user:secret@db.internal:5432/app refused", "db.internal:5432"),
        ("tests/test_a.py:12: refused", ""),
        ("at 10:30:15 it was refused", ""),
        ("at 10:30 it was refused", ""),
        ("nothing was named", ""),
    ],
)
def test_address_is_what_a_message_names(words: str, where: str) -> None:
    assert text.address(words) == where


def test_refusals_at_two_addresses_are_two_causes_and_the_unnamed_one_a_third(tmp_path: Path) -> None:
    found = of_xml(
        tmp_path,
        case("one", failure("Connection refused: localhost:8000")),
        case("two", failure("Connection refused: localhost:9000")),
        case("three", failure("All connection attempts failed")),
    )
    assert len(found) == 3


def test_same_exception_with_other_numbers_is_one_cause(tmp_path: Path) -> None:
    found = of_xml(
        tmp_path,
        *(case(f"t{i}", failure(f"ValueError: object at 0x7f{i}a of request {i} is not ready")) for i in range(3)),
    )
    assert [len(entry.explains) for entry in found] == [3]


def test_parameters_of_one_test_are_one_cause_and_two_tests_are_two(tmp_path: Path) -> None:
    wrong = failure("AssertionError: assert 1 == 2")
    found = of_xml(tmp_path, case("one[1]", wrong), case("one[2]", wrong), case("two", wrong))
    assert sorted(len(entry.explains) for entry in found) == [1, 2]


def test_short_words_are_one_cause_only_within_one_test(tmp_path: Path) -> None:
    found = of_xml(tmp_path, case("one", failure("KeyError: 'id'")), case("two", failure("KeyError: 'id'")))
    assert len(found) == 2


def test_time_out_is_unknown_and_not_blamed_on_anybody(tmp_path: Path) -> None:
    (entry,) = of_xml(tmp_path, case("one", failure("Failed: Timeout &gt;10.0s")))
    assert (entry.rule.partition(":")[0], entry.origin) == ("time-out", Origin.UNKNOWN)


# -- flaky ------------------------------------------------------------------------------------------------------------


def test_test_that_failed_here_and_passed_there_is_flaky(tmp_path: Path) -> None:
    one = written(tmp_path, "one.xml", xml(case("test_a", failure("AssertionError: x")), case("test_b")))
    two = written(tmp_path, "two.txt", "tests/test_a.py::test_a PASSED [100%]\n")
    (entry,) = entries(one, two)
    assert entry.kind is Kind.FLAKY
    assert f"1 of its 1 test passed in {two}" in entry.details


def test_cause_of_which_some_tests_passed_elsewhere_stays_what_it_is(tmp_path: Path) -> None:
    broken = failure("ValueError: the schema has no member of that name")
    one = written(tmp_path, "one.xml", xml(case("test_a", broken), case("test_b", broken)))
    two = written(tmp_path, "two.xml", xml(case("test_a")))
    (entry,) = entries(one, two)
    assert entry.kind is Kind.FAILING
    assert "1 of its 2 tests passed" in entry.details[0]


def test_environment_that_came_back_is_not_sixty_flaky_tests(tmp_path: Path) -> None:
    refused = failure("Connection refused: localhost:8000")
    one = written(tmp_path, "one.xml", xml(*(case(f"t{i}", refused) for i in range(60))))
    two = written(tmp_path, "two.xml", xml(*(case(f"t{i}") for i in range(60))))
    (entry,) = entries(one, two)
    assert (entry.kind, len(entry.explains)) == (Kind.INFRASTRUCTURE, 60)


# -- our own results --------------------------------------------------------------------------------------------------

RESULTS: dict[str, Any] = {
    "counts": {"expected": 5, "passed": 1, "failed": 1, "blocked": 2, "inconclusive": 1},
    "causes": [
        {
            "requirement": "MSG-ACK-01",
            "severity": "P0",
            "origin": "server",
            "summary": "no answer",
            "failed": ["messages.ack[rest]"],
            "blocked": ["MSG-DUP-01"],
            "in_passing": False,
        }
    ],
    "requirements": [
        {"id": "MSG-ACK-01", "statement": "It MUST answer.", "checks": ["messages.ack[rest]"]},
        {"id": "MSG-DUP-01", "statement": "The same.", "checks": ["a", "b"]},
    ],
    "checks": [
        {
            "id": "messages.ack[rest]",
            "outcome": "failed",
            "reason": "504 came",
            "failure": {"reproduce": "chat-conformance run core -R MSG-ACK-01 --seed 1"},
        },
        {"id": "history.order", "outcome": "inconclusive", "reason": "the race did not come about", "failure": {}},
    ],
    "budgets": [{"name": "all", "what": "the whole run", "budget_s": 100, "spent_s": 140.5}],
    "a member of a younger suite": {"unknown": True},
}


def of_results(folder: Path, **changes: Any) -> tuple[Entry, ...]:
    return entries(written(folder, "results.json", json.dumps(RESULTS | changes)))


def test_cause_of_our_own_results_is_an_entry_with_the_contracts_severity(tmp_path: Path) -> None:
    entry = next(one for one in of_results(tmp_path) if one.kind is Kind.FAILING)
    assert (entry.title, entry.severity, entry.origin) == ("MSG-ACK-01: no answer", "P0", Origin.SERVER)
    assert entry.severity_rule == "the contract says how grave it is"
    assert [str(one) for one in entry.blocks] == ["MSG-DUP-01: 2"]
    assert entry.reproduce == "chat-conformance run core -R MSG-ACK-01 --seed 1"


@pytest.mark.parametrize(("origin", "kind"), [("environment", Kind.INFRASTRUCTURE), ("suite", Kind.FAILING)])
def test_faults_of_environment_and_suite_stand_apart(origin: str, kind: Kind, tmp_path: Path) -> None:
    found = of_results(tmp_path, causes=[RESULTS["causes"][0] | {"origin": origin}], checks=[], budgets=[])
    assert [(entry.origin, entry.kind) for entry in found] == [(Origin(origin), kind)]


def test_reds_of_our_own_junit_file_have_the_cause_that_the_results_name(tmp_path: Path) -> None:
    results = written(tmp_path, "results.json", json.dumps(RESULTS))
    red = '<testcase classname="unit" name="messages.ack[rest]"><failure message="failed: 504 came"/></testcase>'
    report = written(tmp_path, "junit.xml", xml(red))
    assert [one.kind for one in entries(report)] == [Kind.FAILING]
    both = entries(results, report)
    assert [one.id for one in both] == [one.id for one in entries(results)]
    assert next(one.explains for one in both if one.kind is Kind.FAILING) == ("messages.ack[rest]",)


def test_inconclusive_checks_and_broken_budgets_have_entries_of_their_own(tmp_path: Path) -> None:
    assert [entry.rule.partition(":")[0] for entry in of_results(tmp_path, causes=[])] == ["inconclusive", "budget"]


def test_conformant_results_give_no_entry(tmp_path: Path) -> None:
    passed = [{"id": "a", "outcome": "passed", "reason": "", "failure": None}]
    assert of_results(tmp_path, causes=[], checks=passed, budgets=[]) == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [("{", "is no JSON that can be read"), ("{}", "has no list of causes"), ('{"a":' * 50_000, "nested too deep")],
)
def test_json_that_is_no_results_is_refused(words: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=why):
        read(written(tmp_path, "results.json", words))


# -- what is no result at all -----------------------------------------------------------------------------------------


def test_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "BYTES", 10)
    with pytest.raises(UsageError, match="is larger than 0 MiB; give the part that reports the failures"):
        read(written(tmp_path, "out.txt", "x" * 11))


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"is no text; give results\.json, JUnit XML, printed test output, or a folder"
    ):
        read(written(tmp_path, "a.bin", "\0\1\2"))


def test_text_that_windows_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes("=== short test summary info ===\r\nFAILED t/a.py::test_a - ValueError: x\r\n".encode("utf-16"))
    assert [entry.title for entry in entries(path)] == ["ValueError: x"]


# -- severity ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "degree"),
    [
        (severity.Facts(Kind.FAILING, "x", 1, False, 100), "P2"),
        (severity.Facts(Kind.FAILING, "x", 5, False, 100), "P1"),
        (severity.Facts(Kind.FAILING, "x", 50, False, 100), "P0"),
        (severity.Facts(Kind.FAILING, "x", 49, False, 100), "P1"),
        (severity.Facts(Kind.FAILING, "x", 1, False, 1), "P2"),
        (severity.Facts(Kind.FAILING, "x", 1, True, 100), "P0"),
        (severity.Facts(Kind.FAILING, "x", 99, True, 100, "P3"), "P3"),
        (severity.Facts(Kind.UNCOLLECTABLE, "syntax", 0, False, 0), "P1"),
        (severity.Facts(Kind.UNCOLLECTABLE, "empty", 0, False, 0), "P2"),
        (severity.Facts(Kind.INFRASTRUCTURE, "refused", 1, False, 100), "P1"),
        (severity.Facts(Kind.INFRASTRUCTURE, "service-missing", 0, False, 100), "P2"),
        (severity.Facts(Kind.INFRASTRUCTURE, "disk-full", 0, False, 0), "P0"),
        (severity.Facts(Kind.DEPRECATION, "deprecation", 100, False, 100), "P3"),
        (severity.Facts(Kind.SLOW, "slow", 100, False, 100), "P3"),
        (severity.Facts(Kind.FLAKY, "flaky", 1, False, 100), "P2"),
        (severity.Facts(Kind.HOLLOW, "mock-only", 5, False, 5), "P1"),
    ],
)
def test_severity_is_given_by_the_first_rule_that_holds(facts: severity.Facts, degree: str) -> None:
    assert severity.of(facts)[0] == degree


# -- nothing makes it stumble -----------------------------------------------------------------------------------------

TAGS = st.lists(
    st.sampled_from(
        ["<testsuites>", "</testsuites>", "<testsuite>", "</testsuite>", '<testcase name="a">', "</testcase>",
         "<failure>", '<error message="x" type="Y"/>', "</failure>", "<skipped/>", "&amp;", "&#0;", "<!-- -->",
         "<![CDATA[ x ]]>", "<?x?>", '<testcase time="-1"/>', '<testcase time="nan"/>', "E   ValueError: x", "\n"]
    ),
    max_size=25,
).map("".join)  # fmt: skip
PRINTED = st.lists(
    st.sampled_from(
        ["=== FAILURES ===", "=== ERRORS ===", "=== short test summary info ===", "=== warnings summary ===",
         "====", "===", "____ test_a ____", "_ _ _ _", "____ ERROR collecting a.py ____", "E   fixture 'x' not found",
         "E", "E   ", "FAILED a.py::b", "FAILED ", "ERROR a.py - ", "RERUN a.py::b", "a.py:1: ValueError", ":1:",
         "!!! Interrupted: x !!!", "  a.py:1: DeprecationWarning: x", "1 failed in 1s", "=== 1 failed in 1.0s ===",
         "9" * 30 + "s call a.py::b", "=== slowest durations ===", "\x00", "\ud800", "[gw0] PASSED a.py::b",
         "Found other X classes", "x service not found",
         "--- Captured stdout call ---", "skipped because it failed", "collected " + "9" * 30 + " items"]
    ),
    max_size=25,
).map("\n".join)  # fmt: skip


def judged(reading: Reading) -> None:
    log = causes.worklog([reading])
    assert all(entry.id and entry.next_step for entry in log.entries)


@PURE
@given(st.binary(max_size=200).map(lambda content: b"<" + content) | TAGS.map(str.encode))
def test_garbage_for_xml_is_read_or_refused_and_no_traceback(content: bytes) -> None:
    try:
        judged(junit.read(Path("junit.xml"), "junit.xml", content))
    except UsageError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - either of both is right


@PURE
@given(PRINTED | st.text(max_size=200))
def test_garbage_for_output_is_no_traceback(words: str) -> None:
    judged(pytest_output.read("out.txt", words))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["causes", "checks", "requirements", "id", "failed", "outcome", "budgets"]), inner
        )
    ),
    max_leaves=20,
)


@PURE
@given(st.dictionaries(st.sampled_from(["causes", "checks", "requirements", "counts", "budgets"]), JSON))
def test_garbage_for_results_is_read_or_refused_and_no_traceback(document: dict[str, Any]) -> None:
    try:
        judged(ours.read(Path("results.json"), "results.json", json.dumps(document)))
    except UsageError as refused:
        assert "causes" in str(refused)  # noqa: PT017 - either of both is right


@pytest.mark.parametrize("piece", ["=", "_", "a", "a.py:", "http://", "[", " ", "x: "])
def test_long_lines_take_no_time(piece: str) -> None:
    line = piece * 50_000 + ":1: "
    judged(pytest_output.read("out.txt", f"=== FAILURES ===\n____ x ____\n{line}\nE   {line}\n{line}"))


def test_case_that_passed_is_no_cause() -> None:
    assert causes.worklog([Reading("x", "results", (Case("a", "passed", "x:1"),))]).entries == ()
