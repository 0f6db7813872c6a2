"""What stands behind a red: the environment, flakiness, how severe it is, and which reds have one cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from garden_results import case, failure, of_output, of_xml, written, xml
from gardens import entries

from conformance.garden import severity, text
from conformance.garden.model import Kind, Origin
from conformance.garden.patterns import RULES, matching

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
