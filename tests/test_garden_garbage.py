"""Nothing makes the gardener stumble."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st

from conformance.garden import causes, junit, ours, pytest_output
from conformance.garden.model import Case, Reading
from conformance.usage import UsageError

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
