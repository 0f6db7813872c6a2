"""What the gardener reads of printed output."""

from __future__ import annotations

from pathlib import Path

import pytest
from garden_results import case, of_output, of_xml, written
from gardens import entries

from conformance.garden import causes, pytest_output
from conformance.garden.model import Kind
from conformance.usage import UsageError


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


UNITTEST = """F.
======================================================================
FAIL: test_x (app.test_u.A.test_x)
What it is about
----------------------------------------------------------------------
Traceback (most recent call last):
  File "/x/app/test_u.py", line 3, in test_x
    self.assertEqual(1, 2)
AssertionError: 1 != 2

----------------------------------------------------------------------
Ran 2 tests in 0.001s

FAILED (failures=1)
"""


def test_output_of_unittest_is_read(tmp_path: Path) -> None:
    (entry,) = entries(written(tmp_path, "out.txt", UNITTEST))
    assert (entry.kind, entry.explains) == (Kind.FAILING, ("app.test_u.A::test_x",))
    assert entries(written(tmp_path, "out.txt", "..\n" + "-" * 70 + "\nRan 2 tests in 0.001s\n\nOK\n")) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 200_000, "stub".encode("utf-16"), b"FAILED (failures=1)\n"])
def test_file_of_which_nothing_is_recognised_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="nothing of a test run was recognised in it"):
        entries(path)
